import { lof, restoreLof } from "../../../src/detect/neighbours/lof";
import { detectorContract } from "../contract";

detectorContract("lof", { make: () => lof(), restore: restoreLof, takes: "numbers" });
