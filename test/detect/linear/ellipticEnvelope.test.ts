import { ellipticEnvelope, restoreEllipticEnvelope } from "../../../src/detect/linear/ellipticEnvelope";
import { detectorContract } from "../contract";

detectorContract("ellipticEnvelope", {
  make: (seed) => ellipticEnvelope({ seed }),
  restore: restoreEllipticEnvelope,
  takes: "numbers",
});
