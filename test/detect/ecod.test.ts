import { ecod, restoreEcod } from "../../src/detect/ecod";
import { detectorContract } from "./contract";

detectorContract("ecod", { make: () => ecod(), restore: restoreEcod, takes: "numbers" });
