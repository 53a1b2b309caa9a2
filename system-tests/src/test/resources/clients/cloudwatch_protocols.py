"""CloudWatch by each protocol that botocore speaks: cloudwatch_protocols.py ENDPOINT."""

import datetime
import sys

import botocore.model
import botocore.session
import botocore.utils

WANTED = ["smithy-rpc-v2-cbor", "json", "query"]


def client(endpoint, protocol):
    order = [protocol] + [each for each in WANTED if each != protocol]
    botocore.utils.PRIORITY_ORDERED_SUPPORTED_PROTOCOLS = order
    botocore.model.PRIORITY_ORDERED_SUPPORTED_PROTOCOLS = order
    made = botocore.session.Session().create_client(
        "cloudwatch", region_name="us-east-1", endpoint_url=endpoint
    )
    assert made.meta.service_model.resolved_protocol == protocol, protocol
    return made


def the_same(protocol, cloudwatch):
    now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    minute = now.replace(second=0)
    namespace, alarm = "shop/" + protocol, "few orders by " + protocol
    dimensions = [{"Name": "till", "Value": "1 & 2"}]
    cloudwatch.put_metric_data(
        Namespace=namespace,
        MetricData=[
            {
                "MetricName": "orders",
                "Dimensions": dimensions,
                "Timestamp": now,
                "Values": [1.5, 4],
                "Counts": [2, 1],
                "Unit": "Count",
            }
        ]
        * 200,  # more than 10 KiB: botocore compresses it
    )
    cloudwatch.put_metric_alarm(
        AlarmName=alarm,
        Namespace=namespace,
        MetricName="returns",  # without data: the end of a minute changes no state
        Dimensions=dimensions,
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=3,
        DatapointsToAlarm=2,
        Threshold=10.5,
        ComparisonOperator="LessThanThreshold",
        TreatMissingData="ignore",
        ActionsEnabled=False,
        Tags=[{"Key": "team", "Value": "shop"}],
    )
    shown = cloudwatch.describe_alarms(AlarmNames=[alarm])["MetricAlarms"][0]
    assert shown["StateValue"] == "INSUFFICIENT_DATA", shown
    assert shown["ActionsEnabled"] is False and shown["Threshold"] == 10.5, shown
    assert shown["EvaluationPeriods"] == 3 and shown["Dimensions"] == dimensions, shown
    assert abs(shown["StateUpdatedTimestamp"] - now) < datetime.timedelta(hours=1), shown
    cloudwatch.set_alarm_state(AlarmName=alarm, StateValue="ALARM", StateReason="a drill")
    assert cloudwatch.describe_alarms(StateValue="ALARM")["MetricAlarms"], "no alarm in ALARM"
    history = cloudwatch.describe_alarm_history(AlarmName=alarm)["AlarmHistoryItems"]
    assert [each["HistoryItemType"] for each in history] == ["StateUpdate", "ConfigurationUpdate"]
    figures = cloudwatch.get_metric_statistics(
        Namespace=namespace,
        MetricName="orders",
        Dimensions=dimensions,
        StartTime=minute,
        EndTime=minute + datetime.timedelta(minutes=1),
        Period=60,
        Statistics=["Sum", "SampleCount", "Maximum"],
    )["Datapoints"]
    assert figures == [
        {"Timestamp": minute, "Sum": 1400.0, "SampleCount": 600.0, "Maximum": 4.0, "Unit": "Count"}
    ], figures
    metric = {"Namespace": namespace, "MetricName": "orders", "Dimensions": dimensions}
    result = cloudwatch.get_metric_data(
        MetricDataQueries=[
            {"Id": "q", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Average"}}
        ],
        StartTime=minute,
        EndTime=minute + datetime.timedelta(minutes=1),
    )["MetricDataResults"][0]
    assert result["Timestamps"] == [minute], result
    assert abs(result["Values"][0] - 1400 / 600) < 1e-9, result
    assert cloudwatch.list_metrics(Namespace=namespace)["Metrics"] == [metric]
    arn = shown["AlarmArn"]
    cloudwatch.tag_resource(ResourceARN=arn, Tags=[{"Key": "tier", "Value": "1"}])
    cloudwatch.untag_resource(ResourceARN=arn, TagKeys=["team"])
    tags = cloudwatch.list_tags_for_resource(ResourceARN=arn)["Tags"]
    assert tags == [{"Key": "tier", "Value": "1"}], tags
    cloudwatch.delete_alarms(AlarmNames=[alarm])
    refused(cloudwatch.exceptions.ResourceNotFound, "ResourceNotFound", cloudwatch, alarm)


def refused(kind, code, cloudwatch, alarm):
    try:
        cloudwatch.delete_alarms(AlarmNames=[alarm])
    except kind as refusal:
        assert refusal.response["Error"]["Code"] == code, refusal.response
        return
    raise AssertionError("deleted twice")


for each in WANTED:
    the_same(each, client(sys.argv[1], each))
    print(each)
