import type { Detector } from "../../detect/detector";
import { ecod } from "../../detect/ecod";
import { isolationForest } from "../../detect/forest/isolationForest";
import { hbos } from "../../detect/hbos";
import { oneClassSvm } from "../../detect/kernel/oneClassSvm";
import { ellipticEnvelope } from "../../detect/linear/ellipticEnvelope";
import { knn } from "../../detect/neighbours/knn";
import { lof } from "../../detect/neighbours/lof";
import { Clock } from "./clock";
import { madeNumbers } from "./detectData";

// A child process of the benchmark: fits one detector, scores the rows it was fitted on, prints the time of both.

const DETECTORS: Readonly<Record<string, () => Detector>> = {
  isolationForest: () => isolationForest(),
  lof: () => lof(),
  knn: () => knn(),
  hbos: () => hbos(),
  ecod: () => ecod(),
  oneClassSvm: () => oneClassSvm(),
  fastMcd: () => ellipticEnvelope(),
};

const [name, specText] = process.argv.slice(2) as [string, string];
const { rows, columns, shape } = JSON.parse(specText);
const x = madeNumbers(rows, columns, shape);
const clock = new Clock();
void DETECTORS[name]!()
  .fit(x)
  .then((model) => {
    model.score(x);
    clock.lap();
    process.stdout.write(clock.toText());
  });
