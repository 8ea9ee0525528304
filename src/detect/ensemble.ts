import { checkInteger, checkOptions } from "../core/check";
import type { Matrix } from "../core/matrix";
import { random } from "../core/random";
import type { Detector, FitOptions, Model } from "./detector";
import { jsonOf } from "./trainingRows";

/** Options of {@link ensemble}. */
export interface EnsembleOptions {
  /** How many are fitted. @default 5 */
  readonly members?: number;
  /** The seed of the first; the others' come from it. @default 1 */
  readonly seed?: number;
}

const NAME = "ensemble";

/**
 * One detector several times, from different seeds: the score is the mean of theirs.
 *
 * What chance decides in a single network, which odd rows it happens to learn by heart, averages out; what the data
 * decide stays. `ensemble((seed) => autoencoder({ seed }))` costs as many fits as it has members. Explanations are means,
 * too, and sum to the score where the members' do; what is expected is what the first one expects.
 */
export function ensemble(make: (seed: number) => Detector, options: EnsembleOptions = {}): Detector {
  checkOptions(NAME, options, ["members", "seed"]);
  const members = checkInteger(NAME, "members", options.members ?? 5, 1, 1000);
  const seed = checkInteger(NAME, "seed", options.seed ?? 1, Number.MIN_SAFE_INTEGER);
  const detectors = Array.from({ length: members }, (_, m) => make(m === 0 ? seed : seedOf(seed, m)));
  const { name, options: of } = detectors[0]!;
  return {
    name: NAME,
    options: Object.freeze({ members, seed, of: { name, options: of } }),
    async fit(x, fitOptions = {}) {
      const models: Model[] = [];
      for (const [m, detector] of detectors.entries()) {
        models.push(await detector.fit(x, partOf(fitOptions, m, members)));
        if (fitOptions.signal?.aborted) break;
      }
      return modelOf(models);
    },
  };
}

/** The model behind a `toJSON()`; `restoreModel` is that of the members. Throws a `SyntaxError` for another method's. */
export async function restoreEnsemble(
  json: unknown,
  restoreModel: (json: unknown) => Model | Promise<Model>,
): Promise<Model> {
  const { members } = jsonOf<{ members: unknown[] }>("restoreEnsemble", NAME, json);
  const models: Model[] = [];
  for (const member of members) models.push(await restoreModel(member));
  return modelOf(models);
}

function seedOf(seed: number, member: number): number {
  return random(seed)
    .fork(`member ${member}`)
    .integer(2 ** 31);
}

/** Progress of one member as progress of all. */
function partOf(options: FitOptions, member: number, members: number): FitOptions {
  const { onProgress } = options;
  if (onProgress === undefined) return options;
  return { ...options, onProgress: (part, note) => onProgress((member + part) / members, note) };
}

function modelOf(models: readonly Model[]): Model {
  const first = models[0]!;
  const { columns, additive, unit } = first;
  return {
    ...{ name: NAME, columns, additive, unit },
    score: (x, sequences) => meanOf(models.map((model) => model.score(x, sequences))),
    explain(x, sequences): Matrix {
      const all = models.map((model) => model.explain(x, sequences));
      return { ...all[0]!, data: Float32Array.from(meanOf(all.map(({ data }) => data))) };
    },
    ...(first.expect && { expect: (x, sequences) => first.expect!(x, sequences) }),
    toJSON: () => ({ method: NAME, members: models.map((model) => model.toJSON()) }),
  };
}

function meanOf(all: readonly ArrayLike<number>[]): Float64Array {
  return Float64Array.from({ length: all[0]!.length }, (_, i) => {
    let sum = 0;
    for (const values of all) sum += values[i]!;
    return sum / all.length;
  });
}
