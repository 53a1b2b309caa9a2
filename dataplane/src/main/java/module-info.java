/**
 * Answers queries. No third-party code, and nothing of the control plane: the JDK's base module is
 * all it needs to run.
 *
 * <p>Every package is exported, because the launcher, the checker and the control plane share its
 * words; which of them may import which is held by the test of the import table.
 */
module dev.understudy.dataplane {
  requires static transitive org.jspecify;

  exports dev.understudy.answer;
  exports dev.understudy.cookie;
  exports dev.understudy.dnssec;
  exports dev.understudy.health;
  exports dev.understudy.intent;
  exports dev.understudy.limit;
  exports dev.understudy.metrics;
  exports dev.understudy.routing;
  exports dev.understudy.serve;
  exports dev.understudy.tape;
  exports dev.understudy.wire;
  exports dev.understudy.zone;
}
