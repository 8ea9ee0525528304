import { hbos, restoreHbos } from "../../src/detect/hbos";
import { detectorContract } from "./contract";

detectorContract("hbos", { make: () => hbos(), restore: restoreHbos, takes: "numbers" });
