import { didYouMean } from "../core/suggest";
import type { Columns } from "../core/table";
import { columnRarity } from "../detect/columnRarity";
import type { Detector } from "../detect/detector";
import { ecod } from "../detect/ecod";
import { isolationForest } from "../detect/forest/isolationForest";
import { randomForest } from "../detect/forest/randomForest";
import { hbos } from "../detect/hbos";
import { oneClassSvm } from "../detect/kernel/oneClassSvm";
import { ellipticEnvelope } from "../detect/linear/ellipticEnvelope";
import { pca } from "../detect/linear/pca";
import { knn } from "../detect/neighbours/knn";
import { lof } from "../detect/neighbours/lof";
import { zScore } from "../detect/zScore";
import type { EncoderOptions } from "../encode/encoder";
import { autoencoder } from "../nets/autoencoder";
import { defaultDetector } from "../nets/defaultDetector";
import { ds4n6Lstm, ds4n6Multilayer, ds4n6Simple } from "../nets/ds4n6";
import { onLabelCodes } from "../nets/labelCodes";
import { lstmAutoencoder } from "../nets/lstmAutoencoder";

/** A detector as the command line offers it. */
export interface NamedDetector {
  /** What its columns are to it: numbers only, categories as well, or the label codes of the series. */
  readonly takes: "numbers" | "mixed" | "labels";
  /** Whether it judges rows among those before and after them. */
  readonly sequences?: true;
  readonly make: (seed: number) => Detector;
}

/** Every detector, by the name that `--detector` takes. */
export const DETECTORS: Readonly<Record<string, NamedDetector>> = {
  default: { takes: "mixed", make: (seed) => defaultDetector({ seed }) },
  autoencoder: { takes: "mixed", make: (seed) => autoencoder({ seed }) },
  lstmAutoencoder: { takes: "mixed", sequences: true, make: (seed) => lstmAutoencoder({ seed }) },
  columnRarity: { takes: "mixed", make: () => columnRarity() },
  randomForest: { takes: "mixed", make: (seed) => randomForest({ seed }) },
  isolationForest: { takes: "numbers", make: (seed) => isolationForest({ seed }) },
  lof: { takes: "numbers", make: () => lof() },
  knn: { takes: "numbers", make: () => knn() },
  oneClassSvm: { takes: "numbers", make: () => oneClassSvm() },
  ellipticEnvelope: { takes: "numbers", make: (seed) => ellipticEnvelope({ seed }) },
  pca: { takes: "numbers", make: () => pca() },
  hbos: { takes: "numbers", make: () => hbos() },
  ecod: { takes: "numbers", make: () => ecod() },
  zScore: { takes: "numbers", make: () => zScore() },
  ds4n6Simple: { takes: "labels", make: (seed) => ds4n6Simple({ seed }) },
  ds4n6Multilayer: { takes: "labels", make: (seed) => ds4n6Multilayer({ seed }) },
  ds4n6Lstm: { takes: "labels", sequences: true, make: (seed) => ds4n6Lstm({ seed }) },
};

/** Other names that people use. */
const ALIASES: Readonly<Record<string, string>> = {
  rarity: "columnRarity",
  frequency: "columnRarity",
  mad: "zScore",
};

/**
 * A detector by its name, whatever its capitals and hyphens. Throws a `RangeError` that names all of them.
 *
 * @example
 * namedDetector("isolation-forest").takes // "numbers"
 */
export function namedDetector(name: string): NamedDetector {
  const plain = (text: string) => text.toLowerCase().replace(/[-_ ]/g, "");
  const names = [...Object.keys(DETECTORS), ...Object.keys(ALIASES)];
  const known = names.find((one) => plain(one) === plain(name));
  if (known !== undefined) return DETECTORS[ALIASES[known] ?? known]!;
  throw new RangeError(
    `score: detector must be one of ${Object.keys(DETECTORS).join(", ")}, got ${JSON.stringify(name)}${didYouMean(name, names)}`,
  );
}

/** The detector ready for the matrix that {@link encodingFor} makes. */
export function readyDetector({ takes, make }: NamedDetector, seed: number): Detector {
  return takes === "labels" ? onLabelCodes(make(seed)) : make(seed);
}

/**
 * How columns are encoded for a detector. One for numbers reads how rare a level is, in bits, and takes every number for
 * a quantity, few as there may be; the others read levels.
 */
export function encodingFor(
  { takes }: NamedDetector,
  { columns }: Columns,
  names: readonly string[],
): EncoderOptions {
  if (takes !== "numbers") return { columns: names };
  const kindOf = (name: string) => (columns.get(name)?.kind === "category" ? "frequency" : "number");
  return { output: "numbers", columns: Object.fromEntries(names.map((name) => [name, kindOf(name)])) };
}
