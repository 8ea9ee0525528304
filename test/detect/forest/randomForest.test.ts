import { randomForest, restoreRandomForest } from "../../../src/detect/forest/randomForest";
import { detectorContract } from "../contract";

detectorContract("randomForest", {
  make: (seed) => randomForest({ seed, trees: 40 }),
  restore: restoreRandomForest,
  takes: "mixed",
});
