import { isolationForest, restoreIsolationForest } from "../../../src/detect/forest/isolationForest";
import { detectorContract } from "../contract";

detectorContract("isolationForest", {
  make: (seed) => isolationForest({ seed }),
  restore: restoreIsolationForest,
  takes: "numbers",
});
