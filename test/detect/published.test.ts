import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Detector } from "../../src/detect/detector";
import { isolationForest } from "../../src/detect/forest/isolationForest";
import { oneClassSvm } from "../../src/detect/kernel/oneClassSvm";
import { ellipticEnvelope } from "../../src/detect/linear/ellipticEnvelope";
import { pca } from "../../src/detect/linear/pca";
import { knn } from "../../src/detect/neighbours/knn";
import { lof } from "../../src/detect/neighbours/lof";
import { evidence } from "../support/evidence";
import { auroc, labelledOf, scaleOf, truthOf } from "../support/figures";
import { publishedTable } from "../support/publishedTable";
import { splitOf } from "./numpySplit";

const SETS = "09-tabular-anomaly";
const three = (value: number) => value.toFixed(3);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

// The detectors of PyOD's benchmark with the options it gives them (its notebooks/benchmark.py): the defaults.
const PYOD: Readonly<Record<string, (seed: number) => Detector>> = {
  IForest: (seed) => isolationForest({ seed }),
  KNN: () => knn(),
  LOF: () => lof(),
  OCSVM: () => oneClassSvm(),
  PCA: () => pca({ score: "eigenvectorDistance" }),
};

describe("published figures of the classical detectors", function () {
  this.timeout(300_000);

  // docs/tables/roc.csv of PyOD: means of ten random splits.
  it("A-1: PyOD's table of AUROC, ten splits 60/40, within 0.03 (glass and ionosphere 0.05)", async function () {
    const published = tableOf(evidence(this, SETS, "pyod_published_roc_10trials.csv"));
    const rows: string[][] = [];
    for (const [set, figures] of published) {
      const { names, rows: all } = labelledOf(evidence(this, SETS, `pyod_${set}.csv.gz`));
      const allowed = set === "glass" || set === "ionosphere" ? 0.05 : 0.03;
      const cells = [set];
      for (const [name, make] of Object.entries(PYOD)) {
        const areas: number[] = [];
        for (let seed = 0; seed < 10; seed++) {
          const { train, test } = splitOf(seed, all.length);
          const usual = train.map((i) => all[i]!);
          const seen = test.map((i) => all[i]!);
          const scale = scaleOf(usual, names);
          const model = await make(seed).fit(scale(usual));
          areas.push(auroc(model.score(scale(seen)), truthOf(seen)));
        }
        const theirs = Number(figures[name]);
        cells.push(three(mean(areas)), three(theirs));
        assert.ok(
          Math.abs(mean(areas) - theirs) <= allowed,
          `${set}, ${name}: ${mean(areas)}, not ${theirs}`,
        );
      }
      rows.push(cells);
    }
    publishedTable("A-1", ["set", ...Object.keys(PYOD).flatMap((name) => [name, "PyOD"])], rows);
  });

  // reference_auroc_sklearn.csv: scikit-learn 1.2.1 on the standardised whole set.
  it("scikit-learn's AUROC on eleven sets of ADBench: 0.005, SVM 0.01, forest three deviations", async function () {
    const published = tableOf(evidence(this, SETS, "reference_auroc_sklearn.csv"));
    const rows: string[][] = [];
    for (const [set, figures] of published) {
      const { names, rows: all } = labelledOf(evidence(this, SETS, `adbench_${set}.csv.gz`));
      const x = scaleOf(all, names)(all);
      const areaOf = async (detector: Detector) => auroc((await detector.fit(x)).score(x), truthOf(all));
      const cells = [set];
      const compare = (own: number, column: string, allowed: number) => {
        const theirs = Number(figures[column]);
        cells.push(three(own), three(theirs));
        assert.ok(Math.abs(own - theirs) <= allowed, `${set}, ${column}: ${own}, not ${theirs}`);
      };
      const forests: number[] = [];
      for (let seed = 0; seed < 10; seed++) forests.push(await areaOf(isolationForest({ seed })));
      compare(mean(forests), "IForest_auroc_mean10", 3 * Number(figures.IForest_auroc_sd10));
      compare(await areaOf(lof()), "LOF20_auroc", 0.005);
      compare(await areaOf(knn()), "KNN5max_auroc", 0.005);
      compare(await areaOf(oneClassSvm()), "OCSVM_rbf_nu0.5_auroc", 0.01);
      compare(await areaOf(ellipticEnvelope({ support: 1 })), "Mahalanobis_auroc", 0.005);
      rows.push(cells);
    }
    const columns = ["isolation forest", "LOF", "kNN", "one-class SVM", "Mahalanobis"];
    publishedTable("sklearn", ["set", ...columns.flatMap((name) => [name, "scikit-learn"])], rows);
  });
});

/** A CSV as rows by its first column. */
function tableOf(path: string): Map<string, Record<string, string>> {
  const [header, ...lines] = readFileSync(path, "utf8").trim().split(/\r?\n/);
  const names = header!.split(",");
  return new Map(
    lines.map((line) => {
      const cells = line.split(",");
      return [cells[0]!, Object.fromEntries(names.map((name, i) => [name, cells[i]!]))];
    }),
  );
}
