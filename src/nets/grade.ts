import type { Engine } from "./engine/engine";
import type { Signal } from "./graph";
import { scratchFor } from "./heads";
import { isInBits, type Layout, type NumberLoss, outputsOf } from "./layout";
import type { Parameters } from "./parameters";
import type { RowInput } from "./rowInput";

/** What is known of the baseline beside the weights of a network. */
export interface Judged {
  readonly layout: Layout;
  /** Smoothed frequencies of the levels of each category column, unknown first. */
  readonly frequencies: readonly Float64Array[];
  /** Weight of the rows of the fit. */
  readonly total: number;
}

/** Grades the rows of a hidden layer, one column at a time. */
export interface Grader {
  /** [rows]; what the last graded column adds to the score. */
  readonly shares: Float64Array;
  /** [rows]; what the network expects in that column. */
  readonly expected: Float64Array;
  /** Looks at the first `rows` rows of a hidden layer that has been computed anew. */
  look(rows: number): void;
  /** Grades the rows that were looked at in a column. */
  grade(column: number): void;
}

/** Log standard deviations stay in this range, so that a constant column cannot reach density infinity. */
const LOG_DEVIATION_RANGE = [-4, 4] as const;

/**
 * What each value adds to the score.
 *
 * - Known level: -log2 p, p = (1 - e) (1 - u) softmax + e f, with f the level's smoothed frequency, u that of the unknown
 *   level, and e = 1 / (n + 1): after n rows no network may be surer than that of a context.
 * - Unknown level: -log2 u; it has a small probability of its own, whatever the context.
 * - Number, gaussian: z^2 / 2 / ln 2, the loss of density against the mode, so that it is never negative; z = (value - mean) /
 *   deviation.
 * - Number, absolute or squared: the error, or its square, in bits of a Laplace or normal distribution of width 1 beside
 *   columns in bits; a mean over columns where all are plain errors.
 */
export function graderOf(
  engine: Engine,
  judged: Judged,
  parameters: Parameters,
  hidden: Signal,
  input: RowInput,
): Grader {
  const { layout } = judged;
  const result = { shares: new Float64Array(hidden.rows), expected: new Float64Array(hidden.rows) };
  const category = categoryGrader(engine, judged, parameters, hidden, input, result);
  const number = numberGrader(engine, layout, parameters, hidden, input, result);
  let rows = 0;
  let numbersAreOld = true;
  return {
    ...result,
    look: (count) => {
      rows = count;
      numbersAreOld = true;
    },
    grade: (column) => {
      const part = layout.partOf[column]!;
      if (layout.columns[column]!.type.kind === "category") return category(part, rows);
      if (numbersAreOld) number.read(rows);
      numbersAreOld = false;
      number.grade(part, rows);
    },
  };
}

type Result = Pick<Grader, "shares" | "expected">;
type GradePart = (part: number, rows: number) => void;

function categoryGrader(
  engine: Engine,
  { layout, frequencies, total }: Judged,
  parameters: Parameters,
  { rows, width, y }: Signal,
  { codes }: RowInput,
  { shares, expected }: Result,
): GradePart {
  const probability = engine.doubles(rows);
  const likely = engine.integers(rows);
  const scratch = scratchFor(engine, layout, width);
  const all = layout.categories.length;
  const doubt = 1 / (total + 1);
  return (c, count) => {
    const { levels } = layout.categories[c]!;
    if (levels > 1) {
      const [w, b] = [parameters.at(`head${c}`), parameters.at(`headBias${c}`)];
      engine.kernels.categoryProbability(
        ...([count, width, levels - 1, y.at, codes.at + 4 * c, all, w, b] as const),
        ...[scratch, probability.at, likely.at],
      );
    }
    const shareOf = frequencies[c]!;
    const unknown = shareOf[0]!;
    for (let i = 0; i < count; i++) {
      const code = codes.values[i * all + c]!;
      const p = (1 - doubt) * (1 - unknown) * probability.values[i]! + doubt * shareOf[code]!;
      shares[i] = -Math.log2(code === 0 ? unknown : p);
      expected[i] = levels > 1 ? likely.values[i]! : 0;
    }
  };
}

function numberGrader(
  engine: Engine,
  layout: Layout,
  parameters: Parameters,
  { rows, width, y }: Signal,
  { values }: RowInput,
  { shares, expected }: Result,
): { read(rows: number): void; grade: GradePart } {
  const outputs = outputsOf(layout);
  const all = layout.numbers.length;
  const out = engine.floats(rows * outputs);
  return {
    read: (count) => {
      const w = parameters.at("numberHead0");
      engine.kernels.fillRows(count, outputs, parameters.at("numberHeadBias0"), out.at);
      engine.kernels.multiply(count, outputs, width, y.at, width, 1, w, outputs, out.at, outputs);
    },
    grade: (c, count) => {
      const shareOf = numberShare(layout, layout.losses[c]!);
      for (let i = 0; i < count; i++) {
        const mean = out.values[i * outputs + c]!;
        const log = layout.deviations ? out.values[i * outputs + all + c]! : 0;
        shares[i] = shareOf(values.values[i * all + c]! - mean, log);
        expected[i] = mean;
      }
    },
  };
}

/** The share of an error, given the head's log deviation. */
function numberShare(layout: Layout, loss: NumberLoss): (error: number, log: number) => number {
  const [lowest, highest] = LOG_DEVIATION_RANGE;
  if (loss === "gaussian") {
    return (error, log) => {
      const z = error * Math.exp(-Math.max(lowest, Math.min(highest, log)));
      return (z * z) / 2 / Math.LN2;
    };
  }
  const bits = isInBits(layout);
  const unit = bits ? 1 / Math.LN2 : 1 / layout.columns.length;
  if (loss === "absolute") return (error) => Math.abs(error) * unit;
  return (error) => error * error * (bits ? unit / 2 : unit);
}
