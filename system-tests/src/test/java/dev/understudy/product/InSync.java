package dev.understudy.product;

import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.ChangeStatus;

/** Waits as the SDK's waiter does, but not for half a minute where a change is not in sync yet. */
final class InSync {
  private InSync() {}

  /** Until a change is answered from. */
  static void await(Route53Client route53, String change) throws Exception {
    Soon.until(
        change + " is in sync",
        () -> route53.getChange(of -> of.id(change)).changeInfo().status() == ChangeStatus.INSYNC);
  }
}
