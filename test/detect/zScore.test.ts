import { restoreZScore, zScore } from "../../src/detect/zScore";
import { detectorContract } from "./contract";

detectorContract("zScore", { make: () => zScore(), restore: restoreZScore, takes: "numbers" });
