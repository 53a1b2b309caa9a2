package dev.understudy.control;

import dev.understudy.intent.AliasTarget;
import dev.understudy.presentation.NameText;
import java.util.List;
import java.util.Set;

/** Hosted zone ids that stand for other services in alias targets (API Reference, AliasTarget). */
final class WellKnownZones {
  private static final String CLOUDFRONT = "Z2FDTNDATAQYW2";

  private static final Set<String> S3_WEBSITES =
      Set.of(
          "Z3AQBSTGFYJSTF",
          "Z2O1EMRO9K5GLX",
          "Z2F56UZL2M1ACD",
          "Z3BJ6K6RIION7M",
          "Z1BKCTXD74EZPE",
          "Z3GKZC51ZF0DB4",
          "Z3R1K369G5AVDG",
          "Z21DNDUVLTQW6Q",
          "Z3BAZG2TWCNX0D",
          "Z11RGJOFQNVJUP",
          "Z2M4EHUR26P7ZW",
          "Z3W03O7B5YMIYP",
          "Z2YQB5RD63NC85",
          "Z3O0J2DXBE1FTB",
          "Z1WCIGYICN2BYD",
          "Z1QDHH18159H29",
          "Z7KQH4QJS55SO",
          "ZNB98KWMFR0R6",
          "Z1MPMWCPA7YB62");

  /** Global Accelerator, then load balancers. */
  private static final Set<String> OTHERS =
      Set.of(
          "Z2BJ6XQ5FK7U4H",
          "Z35SXDOTRQ7X7K",
          "Z3AADJGX6KTTL2",
          "Z368ELLRRE2KJ0",
          "Z1H1FL5HABSF5",
          "Z32O12XQLNTSW2",
          "ZHURV8PSTC4K8",
          "Z3Q77PNBQS71R4",
          "Z215JYRZR1TBD5",
          "Z23TAZ6LKFMNIO",
          "ZP97RAFLXTNZK",
          "Z14GRHDCWA56QT",
          "ZWKZPGTI48KDX",
          "Z1LMS91P8CMLE5",
          "Z1GM3OXH4ZPM65",
          "ZQSVJUPU6J1EY",
          "Z2P70J7HTTTPLU",
          "Z26RNL4JYFTOTI",
          "ZLMOA37VPKANP",
          "Z24FKFUX50B4VW",
          "Z18D5FSROUN65G",
          "Z2IFOLAFXWLO4F",
          "ZD4D7Y8KGAS4G",
          "Z3F0SRJ5LGBH90",
          "Z31USIVHYNEOWT",
          "ZKVM4W9LS7TM",
          "ZCT6FZBF4DROD",
          "ZTK26PT1VY4CU");

  /** Names under which the services hand out targets; their zone ids are too many to list. */
  private static final List<String> SERVICE_SUFFIXES =
      List.of(
          ".amazonaws.com.",
          ".amazonaws.com.cn.",
          ".cloudfront.net.",
          ".awsglobalaccelerator.com.",
          ".elasticbeanstalk.com.",
          ".aws.");

  private WellKnownZones() {}

  static boolean isCloudFront(AliasTarget target) {
    return target.hostedZoneId().equals(CLOUDFRONT);
  }

  static boolean isS3Website(AliasTarget target) {
    return S3_WEBSITES.contains(target.hostedZoneId());
  }

  /** Whether a target outside every hosted zone of ours is one that another service would give. */
  static boolean isService(AliasTarget target) {
    if (isCloudFront(target) || isS3Website(target) || OTHERS.contains(target.hostedZoneId())) {
      return true;
    }
    String name = NameText.format(target.name());
    return SERVICE_SUFFIXES.stream().anyMatch(name::endsWith);
  }
}
