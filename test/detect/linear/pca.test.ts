import { pca, restorePca } from "../../../src/detect/linear/pca";
import { detectorContract } from "../contract";

detectorContract("pca", { make: () => pca(), restore: restorePca, takes: "numbers" });
