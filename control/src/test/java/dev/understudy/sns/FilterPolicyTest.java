package dev.understudy.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.understudy.control.ApiException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SNS Developer Guide, "Amazon SNS message filtering": the tables restate its examples. */
class FilterPolicyTest {
  private static final char QUOTE = '`';

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = QUOTE,
      textBlock =
          """
          # policy                                              | message                              | wanted
          {}                                                    | {"a":1}                              | true
          {"a":["x"]}                                           | {"a":"x"}                            | true
          {"a":["x"]}                                           | {"a":"X"}                            | false
          {"a":["x"]}                                           | {"b":"x"}                            | false
          {"a":["x","y"]}                                       | {"a":"y","c":1}                      | true
          {"a":["x"],"b":["y"]}                                 | {"a":"x","b":"y"}                    | true
          {"a":["x"],"b":["y"]}                                 | {"a":"x","b":"z"}                    | false
          {"a":["x"],"b":["y"]}                                 | {"a":"x"}                            | false
          {"a":[300]}                                           | {"a":300}                            | true
          {"a":[300]}                                           | {"a":3.0e2}                          | true
          {"a":[300]}                                           | {"a":"300"}                          | false
          {"a":["300"]}                                         | {"a":300}                            | false
          {"a":[true]}                                          | {"a":true}                           | true
          {"a":[true]}                                          | {"a":"true"}                         | false
          {"a":[null]}                                          | {"a":null}                           | true
          {"a":[null]}                                          | {}                                   | false
          {"a":[{"prefix":"bas"}]}                              | {"a":"baseball"}                     | true
          {"a":[{"prefix":"bas"}]}                              | {"a":"rugby"}                        | false
          {"a":[{"prefix":"1"}]}                                | {"a":12}                             | false
          {"a":[{"suffix":"ball"}]}                             | {"a":"baseball"}                     | true
          {"a":[{"suffix":"ball"}]}                             | {"a":"ballet"}                       | false
          {"a":[{"equals-ignore-case":"TENNIS"}]}               | {"a":"Tennis"}                       | true
          {"a":[{"equals-ignore-case":"TENNIS"}]}               | {"a":"table tennis"}                 | false
          {"a":[{"anything-but":"x"}]}                          | {"a":"y"}                            | true
          {"a":[{"anything-but":"x"}]}                          | {"a":"x"}                            | false
          {"a":[{"anything-but":"x"}]}                          | {}                                   | false
          {"a":[{"anything-but":["x","y"]}]}                    | {"a":"y"}                            | false
          {"a":[{"anything-but":["x","y"]}]}                    | {"a":["x","z"]}                      | true
          {"a":[{"anything-but":[100,500]}]}                    | {"a":101}                            | true
          {"a":[{"anything-but":[100,500]}]}                    | {"a":100}                            | false
          {"a":[{"anything-but":{"prefix":"bas"}}]}             | {"a":"baseball"}                     | false
          {"a":[{"anything-but":{"prefix":"bas"}}]}             | {"a":"rugby"}                        | true
          {"a":[{"anything-but":{"suffix":["l","y"]}}]}         | {"a":"rugby"}                        | false
          {"a":[{"anything-but":{"equals-ignore-case":"X"}}]}   | {"a":"x"}                            | false
          {"a":[{"exists":true}]}                               | {"a":0}                              | true
          {"a":[{"exists":true}]}                               | {"b":0}                              | false
          {"a":[{"exists":false}]}                              | {"b":0}                              | true
          {"a":[{"exists":false}]}                              | {"a":0}                              | false
          {"a":[{"exists":false},"x"]}                          | {"a":"x"}                            | true
          {"a":[{"numeric":["=",301.5]}]}                       | {"a":301.5}                          | true
          {"a":[{"numeric":["=",301.5]}]}                       | {"a":301.51}                         | false
          {"a":[{"numeric":["<",0]}]}                           | {"a":-0.001}                         | true
          {"a":[{"numeric":["<",0]}]}                           | {"a":0}                              | false
          {"a":[{"numeric":["<=",0]}]}                          | {"a":0}                              | true
          {"a":[{"numeric":[">",0]}]}                           | {"a":0}                              | false
          {"a":[{"numeric":[">=",0]}]}                          | {"a":0}                              | true
          {"a":[{"numeric":[">",0,"<=",150]}]}                  | {"a":150}                            | true
          {"a":[{"numeric":[">",0,"<=",150]}]}                  | {"a":0}                              | false
          {"a":[{"numeric":[">=",0,"<",150]}]}                  | {"a":150}                            | false
          {"a":[{"numeric":[">=",0,"<",150]}]}                  | {"a":"5"}                            | false
          {"a":[{"cidr":"10.0.0.0/24"}]}                        | {"a":"10.0.0.255"}                   | true
          {"a":[{"cidr":"10.0.0.0/24"}]}                        | {"a":"10.0.1.0"}                     | false
          {"a":[{"cidr":"10.0.0.0/24"}]}                        | {"a":"ten"}                          | false
          {"a":[{"cidr":"0.0.0.0/0"}]}                          | {"a":"255.0.0.1"}                    | true
          {"a":[{"cidr":"2001:db8::/33"}]}                      | {"a":"2001:db8:1::1"}                | true
          {"a":[{"cidr":"2001:db8::/33"}]}                      | {"a":"2001:db8:8000::1"}             | false
          {"a":[{"cidr":"2001:db8::/33"}]}                      | {"a":"10.0.0.1"}                     | false
          {"a":["x",{"prefix":"y"},{"numeric":[">",9]}]}        | {"a":"yes"}                          | true
          {"a":["x",{"prefix":"y"},{"numeric":[">",9]}]}        | {"a":10}                             | true
          {"a":["x",{"prefix":"y"},{"numeric":[">",9]}]}        | {"a":8}                              | false
          {"$or":[{"a":["x"]},{"b":["y"]}]}                     | {"b":"y"}                            | true
          {"$or":[{"a":["x"]},{"b":["y"]}]}                     | {"a":"y","b":"x"}                    | false
          {"$or":[{"a":["x"]},{"b":["y"]}],"c":["z"]}           | {"a":"x"}                            | false
          {"$or":[{"a":["x"]},{"b":["y"]}],"c":["z"]}           | {"a":"x","c":"z"}                    | true
          {"$or":[{"a":["x"]},{"b":["y"],"$or":[{"c":[1]},{"d":[2]}]}]} | {"b":"y","d":2}              | true
          {"$or":[{"a":["x"]},{"b":["y"],"$or":[{"c":[1]},{"d":[2]}]}]} | {"b":"y","d":1}              | false
          {"$or":["x"]}                                         | {"$or":"x"}                          | true
          {"$or":[{"prefix":"x"},{"prefix":"y"}]}               | {"$or":"yes"}                        | true
          {"a":{"b":["x"]}}                                     | {"a":{"b":"x"}}                      | true
          {"a":{"b":["x"]}}                                     | {"a":"x","b":"x"}                    | false
          {"a":{"b":["x"],"c":["y"]}}                           | {"a":{"b":"x","c":"z"}}              | false
          {"a":{"b":[{"exists":false}]}}                        | {"a":{"c":1}}                        | true
          {"a":{"b":[{"exists":false}]}}                        | {}                                   | true
          {"a":{"b":["x"]}}                                     | {"a":[{"b":"z"},{"b":"x"}]}          | true
          {"a":["x"]}                                           | {"a":["z",["x"]]}                    | true
          {"a":["x"]}                                           | {"a":[]}                             | false
          {"a":["x"]}                                           | {"a":{"x":1}}                        | false
          {"a":["x"]}                                           | no JSON                              | false
          {"a":["x"]}                                           | ["x"]                                | false
          {"a":[{"exists":false}]}                              | "a"                                  | false
          {"NewStateValue":["ALARM"]}                           | {"NewStateValue":"ALARM","Region":1} | true
          """)
  void ofTheBody(String policy, String message, boolean wanted) throws ApiException {
    FilterPolicy filter = read(policy, FilterPolicy.BODY);
    assertThat(filter == null || filter.accepts(message, Map.of())).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = QUOTE,
      textBlock =
          """
          # policy                               | type         | value                | wanted
          {"a":["x"]}                            | String       | x                    | true
          {"a":["x"]}                            | String.mine  | x                    | true
          {"a":["x"]}                            | Binary       | x                    | false
          {"a":[{"exists":true}]}                | Binary       | x                    | false
          {"a":[100]}                            | Number       | 100                  | true
          {"a":[100]}                            | Number       | 1e2                  | true
          {"a":[100]}                            | String       | 100                  | false
          {"a":["100"]}                          | Number       | 100                  | false
          {"a":[{"numeric":[">",99]}]}           | Number       | 100.5                | true
          {"a":[{"numeric":[">",99]}]}           | Number.float | 100.5                | true
          {"a":[{"numeric":[">",99]}]}           | Number       | many                 | false
          {"a":["x"]}                            | String.Array | ["y","x"]            | true
          {"a":["x"]}                            | String.Array | ["y"]                | false
          {"a":[1]}                              | String.Array | ["y",1]              | true
          {"a":[null]}                           | String.Array | [null]               | true
          {"a":[true]}                           | String.Array | [true]               | true
          {"a":[{"anything-but":["x","y"]}]}     | String.Array | ["x","z"]            | true
          {"a":[{"anything-but":["x","y"]}]}     | String.Array | ["x","y"]            | false
          {"a":["x"]}                            | String.Array | no array             | false
          {"b":[{"exists":false}]}               | String       | x                    | true
          {"b":["x"]}                            | String       | x                    | false
          {"$or":[{"b":["x"]},{"a":["x"]}]}      | String       | x                    | true
          """)
  void ofAnAttributeCalledA(String policy, String type, String value, boolean wanted)
      throws ApiException {
    FilterPolicy filter = read(policy, FilterPolicy.ATTRIBUTES);
    var attributes = Map.of("a", Map.of("Type", type, "Value", value));
    assertThat(filter == null || filter.accepts("{\"a\":\"x\"}", attributes)).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = QUOTE,
      textBlock =
          """
          no JSON                                     | FilterPolicy: failed to parse JSON.
          ["x"]                                       | FilterPolicy: failed to parse JSON.
          {"a":["x"],"a":["y"]}                       | FilterPolicy: failed to parse JSON.
          {"a":"x"}                                   | FilterPolicy: "a" must be an object or an array
          {"a":null}                                  | FilterPolicy: "a" must be an object or an array
          {"a":[]}                                    | FilterPolicy: Empty arrays are not allowed
          {"a":{}}                                    | FilterPolicy: Empty objects are not allowed
          {"a":[["x"]]}                               | FilterPolicy: Match value must be String, number, true, false, or null
          {"a":[{"like":"x"}]}                        | FilterPolicy: Unrecognized match type like
          {"a":[{"wildcard":"x*"}]}                   | FilterPolicy: Unrecognized match type wildcard
          {"a":[{}]}                                  | FilterPolicy: Only one key allowed in match expression
          {"a":[{"prefix":"x","suffix":"y"}]}         | FilterPolicy: Only one key allowed in match expression
          {"a":[{"prefix":1}]}                        | FilterPolicy: prefix match pattern must be a string
          {"a":[{"suffix":null}]}                     | FilterPolicy: suffix match pattern must be a string
          {"a":[{"equals-ignore-case":["x"]}]}        | FilterPolicy: equals-ignore-case match pattern must be a string
          {"a":[{"exists":"true"}]}                   | FilterPolicy: exists match pattern must be either true or false.
          {"a":[{"anything-but":[]}]}                 | FilterPolicy: Empty arrays are not allowed
          {"a":[{"anything-but":{"numeric":["=",1]}}]} | FilterPolicy: Unsupported anything-but pattern: numeric
          {"a":[{"numeric":[]}]}                      | FilterPolicy: Invalid member in numeric match: ]
          {"a":[{"numeric":[1]}]}                     | FilterPolicy: Invalid member in numeric match: 1
          {"a":[{"numeric":["~",1]}]}                 | FilterPolicy: Unrecognized numeric range operator: ~
          {"a":[{"numeric":["=","1"]}]}               | FilterPolicy: Value of equals must be numeric
          {"a":[{"numeric":["<"]}]}                   | FilterPolicy: Value of < must be numeric
          {"a":[{"numeric":["<",1,">",0]}]}           | FilterPolicy: Too many elements in numeric expression
          {"a":[{"numeric":[">",1,2,3]}]}             | FilterPolicy: Bad value in numeric range: 2
          {"a":[{"numeric":[">",1,">",3]}]}           | FilterPolicy: Bad numeric range operator: >
          {"a":[{"numeric":[">",1,"<"]}]}             | FilterPolicy: Value of < must be numeric
          {"a":[{"numeric":[">",1,"<",1]}]}           | FilterPolicy: Bottom must be less than top
          {"a":[{"numeric":[">",1,"<",2,"<",3]}]}     | FilterPolicy: Too many terms in numeric range expression
          {"a":[{"cidr":"10.0.0.1"}]}                 | FilterPolicy: Malformed CIDR, one '/' required
          {"a":[{"cidr":"10.0.0.1/x"}]}               | FilterPolicy: Malformed CIDR, mask bits must be an integer
          {"a":[{"cidr":"10.0.0/8"}]}                 | FilterPolicy: Nonstandard IP address: 10.0.0
          {"a":[{"cidr":"10.0.0.0/33"}]}              | FilterPolicy: Malformed CIDR, mask bits must not exceed the address
          {"a":["x"],"b":["x"],"c":["x"],"d":["x"],"e":["x"],"f":["x"]} | FilterPolicy: Filter policy can not have more than 5 keys
          """)
  void whatIsWrongIsRefusedInTheWordsOfSns(String policy, String problem) {
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> read(policy, FilterPolicy.BODY))
        .withMessage("Invalid parameter: Attributes Reason: " + problem)
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("InvalidParameter"));
  }

  @Test
  void onlyBodiesAreNested() {
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> read("{\"a\":{\"b\":[1]}}", FilterPolicy.ATTRIBUTES))
        .withMessage(
            "Invalid parameter: Attributes Reason: Filter policy scope MessageAttributes does not"
                + " support nested filter policy");
  }

  @Test
  void thereAreTwoScopes() {
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> read("{\"a\":[1]}", "Message"))
        .withMessageEndingWith(
            "FilterPolicyScope: Invalid value [Message]. Please use either MessageBody or"
                + " MessageAttributes");
  }

  /** Developer Guide, "Filter policy constraints": values of all keys, times their depth. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = QUOTE,
      textBlock =
          """
          {"a":[1,2,3,4,5],"b":[1,2,3,4,5,6],"c":[1,2,3,4,5]}                       | true
          {"a":[1,2,3,4,5],"b":[1,2,3,4,5,6],"c":[1,2,3,4,5],"d":[1]}               | true
          {"a":[1,2,3,4,5],"b":[1,2,3,4,5,6],"c":[1,2,3,4,5,6]}                     | false
          {"a":{"b":{"c":[1,2,3,4]}},"d":{"e":[1,2,3]}}                             | true
          {"a":{"b":{"c":[1,2,3,4]}},"d":{"e":[1,2,3]},"f":[1,2]}                   | true
          {"a":{"b":{"c":[1,2,3,4]}},"d":{"e":[1,2,3]},"f":[1,2,3]}                 | false
          {"$or":[{"a":[1,2,3,4,5]},{"b":[1,2,3,4,5]}],"c":[1,2,3,4,5],"d":[1,2,3]} | true
          {"$or":[{"a":[1,2,3,4,5]},{"b":[1,2,3,4,5,6]}],"c":[1,2,3,4,5],"d":[1,2,3]} | false
          """)
  void atMost150Combinations(String policy, boolean simple) throws ApiException {
    if (simple) {
      assertThat(read(policy, FilterPolicy.BODY)).isNotNull();
    } else {
      assertThatExceptionOfType(ApiException.class)
          .isThrownBy(() -> read(policy, FilterPolicy.BODY))
          .withMessageEndingWith("FilterPolicy: Filter policy is too complex");
    }
  }

  @Test
  void atMost256Kibibytes() {
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> read("{\"a\":[\"" + "x".repeat(256 << 10) + "\"]}", FilterPolicy.BODY))
        .withMessageEndingWith("FilterPolicy: Filter policy is too long");
  }

  /** Whatever is given: refused in words, or a policy that judges whatever comes. */
  @FuzzTest(maxDuration = "10s")
  void anyPolicyIsReadOrRefusedAndJudgesAnything(FuzzedDataProvider data) {
    String policy = data.consumeString(2_000);
    boolean body = data.consumeBoolean();
    String text = data.consumeString(1_000);
    var attributes =
        Map.of(
            "a",
            Map.of(
                "Type",
                data.pickValue(new String[] {"String", "Number", "String.Array"}),
                "Value",
                data.consumeRemainingAsString()));
    try {
      FilterPolicy filter = read(policy, body ? FilterPolicy.BODY : FilterPolicy.ATTRIBUTES);
      if (filter != null) {
        boolean first = filter.accepts(text, attributes);
        assertThat(filter.accepts(text, attributes)).isEqualTo(first);
      }
    } catch (ApiException e) {
      assertThat(e.code()).isEqualTo("InvalidParameter");
    }
  }

  private static @Nullable FilterPolicy read(String policy, String scope) throws ApiException {
    var attributes = new LinkedHashMap<String, String>();
    attributes.put(FilterPolicy.NAME, policy);
    attributes.put(FilterPolicy.SCOPE, scope);
    return FilterPolicy.of(attributes, "Attributes Reason: ");
  }
}
