import { checkOptions } from "../core/check";
import { type Figure, figure, type Trace } from "./figure";
import { count, hoverText, plotText, plural, tickText } from "./label";
import { axis, baseLayout, type FigureOptions, footLegend, LOUD, PALETTE } from "./style";

/** One epoch of a training: the loss on its own rows, and on rows held out (NaN when there are none). */
export interface CurvePoint {
  readonly epoch: number;
  readonly loss: number;
  readonly heldOut: number;
}

/** A training to draw; `curve` is that of a model. */
export interface NamedCurve {
  readonly label: string;
  readonly curve: readonly CurvePoint[];
}

/** Options of {@link learningCurve}. */
export interface LearningCurveOptions extends FigureOptions {
  /** Unit of the loss: "bits". @default "loss" */
  readonly unit?: string;
}

const HEIGHT = 380;

/**
 * Draws how networks learn: the loss by epoch, solid on the rows trained on, dashed on rows held out.
 *
 * For the question whether a network has learned at all, and where it begins to learn rows by heart: there the dashed
 * line turns up while the solid one still falls. A diamond marks the best held-out loss. The first six trainings are
 * drawn; losses that are not finite are left out. O(epochs).
 *
 * @example
 * learningCurve([{ label: "a", curve: [{ epoch: 1, loss: 4, heldOut: 5 }] }], { unit: "bits" }).caption
 *   // "Loss by epoch, in bits. a: 4 after 1 epoch, best held-out 5 at epoch 1."
 */
export function learningCurve(curves: readonly NamedCurve[], options: LearningCurveOptions = {}): Figure {
  checkOptions("learningCurve", options, ["title", "unit"]);
  const { unit = "loss" } = options;
  const drawn = curves.slice(0, PALETTE.length);
  const data = drawn.flatMap((one, i) => tracesOf(one, PALETTE[i]!, unit));
  const losses = drawn
    .flatMap(({ curve }) => curve.flatMap((p) => [p.loss, p.heldOut]))
    .filter(Number.isFinite);
  const layout = baseLayout(options.title ?? "How the loss falls", HEIGHT, {
    hovermode: "closest",
    showlegend: true,
    legend: footLegend,
    margin: { l: 56, r: 16, t: 52, b: 84 },
    xaxis: axis("epoch", { rangemode: "tozero" }),
    yaxis: axis(unit === "loss" ? "loss" : `loss (${unit})`, {
      range: [Math.min(0, ...losses), (Math.max(...losses, 0) || 1) * 1.06],
    }),
  });
  return figure(data, layout, caption(curves.length, drawn, unit));
}

function tracesOf({ label, curve }: NamedCurve, color: string, unit: string): Trace[] {
  const line = (name: string, dash: string, lossOf: (p: CurvePoint) => number): Trace[] => {
    const points = curve.filter((p) => Number.isFinite(lossOf(p)));
    if (points.length === 0) return [];
    return [
      {
        type: "scatter",
        mode: points.length === 1 ? "markers" : "lines",
        name: tickText(name),
        x: points.map((p) => p.epoch),
        y: points.map(lossOf),
        line: { color, width: 2, dash },
        marker: { color },
        hovertemplate: `${hoverText(name)}<br>epoch %{x}: %{y:.4~g} ${plotText(unit)}<extra></extra>`,
      },
    ];
  };
  return [
    ...line(label, "solid", (p) => p.loss),
    ...line(`${label}, held out`, "dash", (p) => p.heldOut),
    ...bestTrace(label, curve, unit),
  ];
}

function bestTrace(label: string, curve: readonly CurvePoint[], unit: string): Trace[] {
  const best = bestOf(curve);
  if (best === undefined) return [];
  return [
    {
      type: "scatter",
      mode: "markers",
      x: [best.epoch],
      y: [best.heldOut],
      marker: { color: LOUD, symbol: "diamond", size: 11, line: { width: 1.5, color: "#ffffff" } },
      showlegend: false,
      hovertemplate: `${hoverText(label)}<br>best at epoch %{x}: %{y:.4~g} ${plotText(unit)}<extra></extra>`,
    },
  ];
}

function bestOf(curve: readonly CurvePoint[]): CurvePoint | undefined {
  return curve
    .filter((p) => Number.isFinite(p.heldOut))
    .reduce<CurvePoint | undefined>(
      (best, p) => (best === undefined || p.heldOut < best.heldOut ? p : best),
      undefined,
    );
}

function caption(all: number, drawn: readonly NamedCurve[], unit: string): string {
  const parts = [unit === "loss" ? "Loss by epoch." : `Loss by epoch, in ${unit}.`];
  for (const { label, curve } of drawn) {
    const last = curve.at(-1);
    if (last === undefined) continue;
    const best = bestOf(curve);
    const heldOut = best === undefined ? "" : `, best held-out ${round(best.heldOut)} at epoch ${best.epoch}`;
    parts.push(`${label}: ${round(last.loss)} after ${plural(last.epoch, "epoch")}${heldOut}.`);
  }
  if (drawn.length < all) parts.push(`Left out: ${count(all - drawn.length)} more.`);
  return parts.join(" ");
}

function round(value: number): string {
  return String(Number(value.toPrecision(3)));
}
