"""Starts Understudy as a user does, and configures it through its API with signed requests."""

import datetime
import hashlib
import hmac
import http.client
import os
import re
import shutil
import signal
import subprocess
import time

import dns
from machine import ROOT

KEY, SECRET = "AKIDBENCHMARK", "benchmark-secret"
ZONE_CHANGES = 1000  # Route 53's limit of one batch


class Understudy:
    """One running `./understudy serve`."""

    def __init__(self, folder, dns_port, http_port, pin=None, environment=(), options=()):
        self.dns_port, self.http_port = dns_port, http_port
        command = [
            os.path.join(ROOT, "understudy"), "serve", "--data", folder,
            "--dns", f"127.0.0.1:{dns_port}", "--http", f"127.0.0.1:{http_port}", *options]
        if pin is not None:
            command = ["taskset", "-c", str(pin), *command]
        self.log = open(folder.rstrip("/") + ".log", "ab")
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            command, stdout=self.log, stderr=self.log,
            env={**os.environ, "UNDERSTUDY_ACCESS_KEY_ID": KEY,
                 "UNDERSTUDY_SECRET_ACCESS_KEY": SECRET, **dict(environment)})

    @property
    def pid(self):
        return self.process.pid  # the launcher becomes the Java process

    def wait_for_answer(self, name="nowhere.invalid", right=lambda message: True, limit=60):
        """Seconds from the start of the process to the first right answer."""
        asker = dns.Asker(self.dns_port)
        while time.monotonic() - self.started < limit:
            message = asker.ask(name, timeout=0.05)
            if message is not None and right(message):
                return time.monotonic() - self.started
            if self.process.poll() is not None:
                raise SystemExit(f"understudy ended with {self.process.returncode}; see {self.log.name}")
            time.sleep(0.001)
        raise SystemExit(f"no answer within {limit} s; see {self.log.name}")

    def wait_for_api(self, limit=60):
        while time.monotonic() - self.started < limit:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.http_port, timeout=5)
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.01)
        raise SystemExit(f"no API within {limit} s; see {self.log.name}")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)
        self.log.close()

    def signed(self, method, path, body=""):
        """The headers of a request with Signature Version 4."""
        host = f"127.0.0.1:{self.http_port}"
        instant = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        scope = f"{instant[:8]}/us-east-1/route53/aws4_request"
        payload = hashlib.sha256(body.encode()).hexdigest()
        headers = {"host": host, "x-amz-content-sha256": payload, "x-amz-date": instant}
        signed = ";".join(sorted(headers))
        canonical = "\n".join(
            [method, path, "", *(f"{name}:{headers[name]}" for name in sorted(headers)), "", signed,
             payload])
        text = "\n".join(
            ["AWS4-HMAC-SHA256", instant, scope, hashlib.sha256(canonical.encode()).hexdigest()])
        key = ("AWS4" + SECRET).encode()
        for part in scope.split("/"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
        headers["authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={KEY}/{scope}, SignedHeaders={signed}, "
            f"Signature={signature}")
        headers["content-type"] = "application/xml"
        return headers

    def prepared(self, method, path, body=""):
        """The octets of a signed request, to be sent within 15 minutes."""
        headers = self.signed(method, path, body)
        headers["content-length"] = str(len(body.encode()))
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"{method} /{path.lstrip('/')} HTTP/1.1\r\n{head}\r\n{body}".encode()

    def call(self, method, path, body=""):
        """One signed request; the body of the reply."""
        headers = self.signed(method, path, body)
        connection = http.client.HTTPConnection("127.0.0.1", self.http_port, timeout=60)
        connection.request(method, "/" + path.lstrip("/"), body or None, headers)
        reply = connection.getresponse()
        told = reply.read().decode()
        connection.close()
        if reply.status >= 300:
            raise SystemExit(f"{method} {path}: {reply.status} {told}")
        return told

    def create_zone(self, name):
        reply = self.call(
            "POST", "/2013-04-01/hostedzone",
            f'<CreateHostedZoneRequest xmlns="{XMLNS}"><Name>{name}</Name>'
            f"<CallerReference>{time.time_ns()}</CallerReference></CreateHostedZoneRequest>")
        return re.search(r"<Id>/hostedzone/([^<]+)</Id>", reply).group(1)

    def create(self, zone, record_sets, action="CREATE"):
        """All in one batch; the id of the change."""
        return change_id(self.call(*change_request(zone, record_sets, action)))

    def wait_insync(self, change):
        while "INSYNC" not in self.call("GET", f"/2013-04-01/change/{change}"):
            time.sleep(0.005)

    def create_check(self, address, port, threshold=1, **tags):
        reply = self.call(
            "POST", "/2013-04-01/healthcheck",
            f'<CreateHealthCheckRequest xmlns="{XMLNS}"><CallerReference>{time.time_ns()}'
            f"</CallerReference><HealthCheckConfig><IPAddress>{address}</IPAddress>"
            f"<Port>{port}</Port><Type>HTTP</Type><ResourcePath>/</ResourcePath>"
            f"<RequestInterval>10</RequestInterval><FailureThreshold>{threshold}"
            f"</FailureThreshold></HealthCheckConfig></CreateHealthCheckRequest>")
        check = re.search(r"<Id>([^<]+)</Id>", reply).group(1)
        if tags:
            told = "".join(
                f"<Tag><Key>understudy:{key}</Key><Value>{value}</Value></Tag>"
                for key, value in tags.items())
            self.call(
                "POST", f"/2013-04-01/tags/healthcheck/{check}",
                f'<ChangeTagsForResourceRequest xmlns="{XMLNS}"><AddTags>{told}</AddTags>'
                f"</ChangeTagsForResourceRequest>")
        return check


XMLNS = "https://route53.amazonaws.com/doc/2013-04-01/"


def change_request(zone, record_sets, action="CREATE"):
    """Method, path and body of one batch that does the same with all record sets."""
    changes = "".join(f"<Change><Action>{action}</Action>{each}</Change>" for each in record_sets)
    return ("POST", f"/2013-04-01/hostedzone/{zone}/rrset",
            f'<ChangeResourceRecordSetsRequest xmlns="{XMLNS}"><ChangeBatch><Changes>{changes}'
            f"</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>")


def change_id(reply):
    return re.search(r"<Id>/change/([^<]+)</Id>", reply).group(1)


def record_set(name, address):
    return (
        f"<ResourceRecordSet><Name>{name}</Name><Type>A</Type><TTL>60</TTL><ResourceRecords>"
        f"<ResourceRecord><Value>{address}</Value></ResourceRecord></ResourceRecords>"
        f"</ResourceRecordSet>")


def soa(zone):
    """That of machine.ZONE_HEAD: denials of all servers measured are to tell the same."""
    return (
        f"<ResourceRecordSet><Name>{zone}</Name><Type>SOA</Type><TTL>60</TTL><ResourceRecords>"
        f"<ResourceRecord><Value>ns1.{zone}. hostmaster.{zone}. 1 3600 600 86400 300</Value>"
        f"</ResourceRecord></ResourceRecords></ResourceRecordSet>")


def failover_set(name, address, role, check):
    return without_check(name, address, role).replace(
        "</ResourceRecordSet>", f"<HealthCheckId>{check}</HealthCheckId></ResourceRecordSet>")


def without_check(name, address, role):
    return (
        f"<ResourceRecordSet><Name>{name}</Name><Type>A</Type><SetIdentifier>{role}"
        f"</SetIdentifier><Failover>{role}</Failover><TTL>10</TTL><ResourceRecords>"
        f"<ResourceRecord><Value>{address}</Value></ResourceRecord></ResourceRecords>"
        f"</ResourceRecordSet>")


def address_of(number):
    """The address that the name h<number> has in every server measured."""
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def fill(folder, dns_port, http_port, count):
    """A data folder with the zone example.com and `count` names h0, h1, ... in it; or empty."""
    shutil.rmtree(folder, ignore_errors=True)
    server = Understudy(folder, dns_port, http_port)
    try:
        server.wait_for_api(900)  # the first time it is built
        if count > 0:
            zone = server.create_zone("example.com")
            server.create(zone, [soa("example.com")], "UPSERT")
            for start in range(0, count, ZONE_CHANGES):
                last = server.create(
                    zone,
                    [record_set(f"h{i}.example.com", address_of(i))
                     for i in range(start, min(start + ZONE_CHANGES, count))])
            server.wait_insync(last)
    finally:
        server.stop()
