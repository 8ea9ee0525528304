import { checkInteger, checkOptions } from "../core/check";
import { averagePrecision, groupsByScore, precisionAtK, recallAtBudget } from "../score/metrics";
import { checkChannel } from "./channel";
import { type Figure, figure, type Trace } from "./figure";
import { count, hoverText, plotText, plural, share, tickText } from "./label";
import { axis, baseLayout, type FigureOptions, footLegend, LOUD, PALETTE, REST } from "./style";

/** The scores of one method, one a row. */
export interface NamedScores {
  readonly label: string;
  readonly scores: ArrayLike<number>;
}

/** Options of {@link precisionRecall}. */
export interface PrecisionRecallOptions extends FigureOptions {
  /** Rows that can be read. @default 100 */
  readonly budget?: number;
  /** What one row is. @default "row" */
  readonly noun?: string;
}

const HEIGHT = 440;
const MOST_METHODS = PALETTE.length;

/**
 * Draws for several methods how much of what they bring up is bad (precision), against how much of the bad is found.
 *
 * For the question which method to read by: the budget line is where the reading ends, since `budget` rows with a
 * share p of bad ones hold p * budget of them; what a curve reaches left of and above it is found in time. Precision is
 * logarithmic, for bad rows are few; the dotted line is reading at random. A curve has a point for each score that adds
 * something bad; equal scores are one step. `truth` is true (or not 0) for a bad row; the six best methods by average
 * precision are drawn. O(methods * n log n).
 *
 * @example
 * precisionRecall([{ label: "a", scores: [3, 2, 1] }], [1, 0, 0], { budget: 1 }).caption
 *   // "1 of 3 rows is bad; 1 row can be read. Found within that: a 100 %."
 */
export function precisionRecall(
  methods: readonly NamedScores[],
  truth: ArrayLike<number | boolean>,
  options: PrecisionRecallOptions = {},
): Figure {
  checkOptions("precisionRecall", options, ["title", "budget", "noun"]);
  const { budget = 100, noun = "row" } = options;
  checkInteger("precisionRecall", "budget", budget, 1);
  for (const { scores } of methods) checkChannel("precisionRecall", "scores", scores, truth.length);
  const bad = Array.from(truth).filter(Boolean).length;
  const best = methods
    .map((method) => ({ ...method, quality: bad === 0 ? 0 : averagePrecision(method.scores, truth) }))
    .sort((a, b) => b.quality - a.quality)
    .slice(0, MOST_METHODS);
  const least = Math.max(bad, 0.5) / Math.max(1, truth.length) / 2;
  const layout = baseLayout(options.title ?? `What is found in ${plural(budget, noun)}`, HEIGHT, {
    hovermode: "closest",
    showlegend: true,
    legend: footLegend,
    margin: { l: 56, r: 16, t: 52, b: 96 },
    xaxis: axis("recall: share of the bad that is found", { range: [0, 1.03], tickformat: ".0%" }),
    yaxis: axis("precision: share of the read that is bad", {
      ...{ type: "log", range: [Math.log10(least), 0.08], tickformat: "~p", dtick: 1 },
    }),
    annotations: [budgetLabel(budget, bad, noun)],
  });
  const data =
    bad === 0
      ? []
      : [
          randomTrace(bad / truth.length),
          budgetTrace(bad, budget),
          ...best.map((method, i) => curveTrace(method, truth, bad, PALETTE[i]!)),
          ...best.map((method) => budgetPoint(method, truth, budget, noun)),
        ];
  return figure(data, layout, caption(best, truth, bad, budget, noun, methods.length));
}

function curveTrace(
  { label, scores }: NamedScores,
  truth: ArrayLike<number | boolean>,
  bad: number,
  color: string,
): Trace {
  let [read, found] = [0, 0];
  const points: { recall: number; precision: number; read: number }[] = [];
  for (const group of groupsByScore("precisionRecall", scores, truth)) {
    read += group.rows;
    found += group.bad;
    if (group.bad > 0) points.push({ recall: found / bad, precision: found / read, read });
  }
  return {
    type: "scatter",
    mode: "lines+markers",
    name: tickText(label, 24),
    x: points.map((p) => p.recall),
    y: points.map((p) => p.precision),
    customdata: points.map((p) => p.read),
    line: { color, width: 2 },
    marker: { color, size: 5 },
    hovertemplate: `${hoverText(label)}<br>%{customdata:,} read: %{x:.0%} found, %{y:.2~p} bad<extra></extra>`,
  };
}

/** Where a method stands when the reading ends; a method that has found nothing by then has no point. */
function budgetPoint(
  { label, scores }: NamedScores,
  truth: ArrayLike<number | boolean>,
  budget: number,
  noun: string,
): Trace {
  const precision = precisionAtK(scores, truth, budget);
  const x = precision > 0 ? [recallAtBudget(scores, truth, budget)] : [];
  return {
    type: "scatter",
    mode: "markers",
    showlegend: false,
    x,
    y: precision > 0 ? [precision] : [],
    marker: { color: LOUD, symbol: "diamond", size: 10, line: { width: 1.5, color: "#ffffff" } },
    hovertemplate: `${hoverText(label)}<br>${count(budget)} ${plotText(noun)}s read: %{x:.0%} found<extra></extra>`,
  };
}

/** All places where exactly `budget` rows are read: precision = recall * bad / budget. */
function budgetTrace(bad: number, budget: number): Trace {
  const x = Array.from({ length: 101 }, (_, i) => (i + 0.5) / 100.5).filter((r) => (r * bad) / budget <= 1);
  return {
    type: "scatter",
    mode: "lines",
    showlegend: false,
    x,
    y: x.map((recall) => (recall * bad) / budget),
    line: { color: REST, width: 1.5, dash: "dash" },
    hoverinfo: "skip",
  };
}

function randomTrace(base: number): Trace {
  const line = { color: REST, width: 1, dash: "dot" };
  return {
    type: "scatter",
    mode: "lines",
    name: "at random",
    x: [0, 1],
    y: [base, base],
    line,
    hoverinfo: "skip",
  };
}

function budgetLabel(budget: number, bad: number, noun: string): unknown {
  const recall = Math.min(1, budget / Math.max(1, bad));
  return {
    x: recall,
    y: Math.log10(Math.max(1e-9, Math.min(1, (recall * bad) / budget))),
    text: `${plotText(plural(budget, noun))} read`,
    showarrow: false,
    xanchor: "right",
    yanchor: "bottom",
    font: { size: 11 },
  };
}

function caption(
  best: readonly NamedScores[],
  truth: ArrayLike<number | boolean>,
  bad: number,
  budget: number,
  noun: string,
  all: number,
): string {
  const parts = [
    `${count(bad)} of ${plural(truth.length, noun)} ${bad === 1 ? "is" : "are"} bad; ${plural(budget, noun)} can be read.`,
  ];
  if (bad > 0 && best.length > 0) {
    const found = best.map(
      ({ label, scores }) => `${label} ${share(recallAtBudget(scores, truth, budget), 1)}`,
    );
    parts.push(`Found within that: ${found.join(", ")}.`);
  }
  if (best.length < all) parts.push(`Left out: ${count(all - best.length)} more.`);
  return parts.join(" ");
}
