import { checkOptions, describe } from "../core/check";
import type { Matrix } from "../core/matrix";
import type { Detector, Model } from "./detector";
import { type TailScale, tailScale, tailScaleOf } from "./tailScale";
import { jsonOf } from "./trainingRows";

/** Options of {@link fuse}. */
export interface FuseOptions {
  /**
   * On which scale scores are joined: `tail`, the surprise of a score this high, -log2 p in bits, or `rank`, the share of
   * the baseline with a lower one. @default "tail"
   */
  readonly by?: "tail" | "rank";
  /** Whether a row counts by its mean over the detectors, or by the one that finds it oddest. @default "mean" */
  readonly take?: "mean" | "most";
}

type CompleteOptions = Required<FuseOptions>;

/** A fitted member, and what its scores on the baseline were. */
interface Member {
  readonly model: Model;
  readonly scale: TailScale;
}

const NAME = "fuse";

/**
 * Several detectors as one: their scores are put on one scale, that of how usual they are in the baseline, and joined.
 *
 * Squared distances, bits and ratios cannot be added; what can is how far up the baseline a score stands. `mean` wants
 * the detectors to agree; `most` reads their lists side by side, so that what only one of them sees is not voted down.
 * Beyond the largest baseline score the tail goes on with the excess, so that there is an order there, too.
 *
 * Each member explains its own part: the shares of a column, as the member splits its score, sum to the joined score.
 * All members read the same matrix; give those for numbers `onRarities` where it has categories. A score of the baseline
 * itself is judged among the rows of the fit, where it is a rank. Costs the sum of the members.
 *
 * Source: Fisher's method for joining tail probabilities, of which `tail` with `mean` is the statistic.
 */
export function fuse(detectors: readonly Detector[], options: FuseOptions = {}): Detector {
  const complete = completeOptions(detectors, options);
  const members = detectors.map((one) => ({ name: one.name, options: one.options }));
  return {
    name: NAME,
    options: Object.freeze({ ...complete, members }),
    async fit(x, fitOptions = {}) {
      const fitted: Member[] = [];
      for (const detector of detectors) {
        const model = await detector.fit(x, fitOptions);
        fitted.push({ model, scale: tailScaleOf(model.score(x, fitOptions.sequences), fitOptions.weights) });
      }
      return modelOf(fitted, complete);
    },
  };
}

/**
 * The model behind a `toJSON()`; `restoreModels` restores the member at each place.
 *
 * Throws a `SyntaxError` for another method's JSON, and a `TypeError` for another number of members.
 */
export async function restoreFuse(
  json: unknown,
  restoreModels: readonly ((json: unknown) => Model | Promise<Model>)[],
): Promise<Model> {
  const where = "restoreFuse";
  type Saved = { readonly model: unknown; readonly scale: TailScale };
  const { options, members } = jsonOf<{ options: CompleteOptions; members: Saved[] }>(where, NAME, json);
  if (restoreModels.length !== members.length) {
    throw new TypeError(
      `${where}: restoreModels must be one a member, got ${restoreModels.length} for ${members.length}`,
    );
  }
  const models: Model[] = [];
  for (const [m, restore] of restoreModels.entries()) models.push(await restore(members[m]!.model));
  return modelOf(
    models.map((model, m) => ({ model, scale: members[m]!.scale })),
    options,
  );
}

function completeOptions(detectors: readonly Detector[], options: FuseOptions): CompleteOptions {
  if (!Array.isArray(detectors) || detectors.length === 0) {
    throw new TypeError(`${NAME}: detectors must be a list of at least one, got ${describe(detectors)}`);
  }
  checkOptions(NAME, options, ["by", "take"]);
  const { by = "tail", take = "mean" } = options;
  if (by !== "tail" && by !== "rank") {
    throw new RangeError(`${NAME}: by must be tail or rank, got ${describe(by)}`);
  }
  if (take !== "mean" && take !== "most") {
    throw new RangeError(`${NAME}: take must be mean or most, got ${describe(take)}`);
  }
  return { by, take };
}

function modelOf(members: readonly Member[], { by, take }: CompleteOptions): Model {
  const { columns } = members[0]!.model;
  const placed = ({ model, scale }: Member, x: Matrix, sequences: Parameters<Model["score"]>[1]) =>
    tailScale(scale, model.score(x, sequences), by);
  const expecting = members.find(({ model }) => model.expect !== undefined)?.model;
  return {
    ...{ name: NAME, columns, additive: true, unit: by === "tail" ? "bits" : "share of the baseline below" },
    score(x, sequences) {
      const all = members.map((member) => placed(member, x, sequences));
      return Float64Array.from({ length: x.rows }, (_, i) => {
        const parts = all.map((scores) => scores[i]!);
        return take === "most"
          ? Math.max(...parts)
          : parts.reduce((sum, part) => sum + part, 0) / parts.length;
      });
    },
    explain(x, sequences): Matrix {
      const all = members.map((member) => placed(member, x, sequences));
      const shares = members.map(({ model }) => model.explain(x, sequences).data);
      const data = new Float32Array(x.rows * columns.length);
      for (let i = 0; i < x.rows; i++) {
        const parts = all.map((scores) => scores[i]!);
        const only = take === "most" ? parts.indexOf(Math.max(...parts)) : -1;
        parts.forEach((part, m) => {
          const counts = only < 0 ? part / parts.length : m === only ? part : 0;
          if (counts > 0) addSplit(data, i * columns.length, shares[m]!, columns.length, counts);
        });
      }
      return { data, rows: x.rows, columns: columns.map((name) => ({ name, type: { kind: "number" } })) };
    },
    ...(expecting && { expect: (x, sequences) => expecting.expect!(x, sequences) }),
    toJSON: () => ({
      method: NAME,
      options: { by, take },
      members: members.map(({ model, scale }) => ({ model: model.toJSON(), scale })),
    }),
  };
}

/** Adds `amount`, split over the columns as a member splits its score; what speaks against a row does not count. */
function addSplit(data: Float32Array, at: number, shares: Float32Array, width: number, amount: number): void {
  let sum = 0;
  for (let j = 0; j < width; j++) sum += Math.max(0, shares[at + j]!);
  for (let j = 0; j < width; j++) {
    data[at + j]! += amount * (sum > 0 ? Math.max(0, shares[at + j]!) / sum : 1 / width);
  }
}
