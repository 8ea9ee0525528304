import { knn, restoreKnn } from "../../../src/detect/neighbours/knn";
import { detectorContract } from "../contract";

detectorContract("knn", { make: () => knn(), restore: restoreKnn, takes: "numbers" });
