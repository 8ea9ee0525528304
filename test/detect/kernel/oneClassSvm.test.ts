import { oneClassSvm, restoreOneClassSvm } from "../../../src/detect/kernel/oneClassSvm";
import { detectorContract } from "../contract";

detectorContract("oneClassSvm", { make: () => oneClassSvm(), restore: restoreOneClassSvm, takes: "numbers" });
