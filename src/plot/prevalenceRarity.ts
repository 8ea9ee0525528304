import { checkOptions } from "../core/check";
import { checkChannel } from "./channel";
import { type Figure, figure, type Trace } from "./figure";
import { count, hoverText, plotText, plural } from "./label";
import { pointLabels } from "./pointLabels";
import { axis, baseLayout, CALM, type FigureOptions, LOUD, logCount, MOST_LABELS } from "./style";

/** Options of {@link prevalenceRarity}. */
export interface PrevalenceRarityOptions extends FigureOptions {
  /** What one value is. @default "value" */
  readonly noun?: string;
  /** What one row is. @default "event" */
  readonly unit?: string;
  /** Values to mark by name; the first twelve of the rarest are labelled. @default none */
  readonly highlight?: readonly string[];
}

/** All values with the same number of hosts and about the same number of rows. */
interface Cell {
  readonly hosts: number;
  readonly bits: number;
  readonly values: string[];
}

const HEIGHT = 460;
const SHOWN_NAMES = 5;
// Steps of rarity that fall into one circle: a tenth of a bit is 7 % more or fewer rows.
const STEP = 0.1;

/**
 * Draws a stack in both of its dimensions: on how many hosts a value is, and how rare its rows are (bits).
 *
 * For what a single count hides: top left is rare on few hosts (the end that LFO reads); bottom left is loud on few
 * hosts, which no list by count shows. `values`, `hosts` and `counts` have one entry a value, as `lfo` gives them;
 * rarity is -log2 of the share of all rows. Values at one place are one circle, its area the number of them. Values
 * without hosts or rows are left out and counted. O(n).
 *
 * @example
 * prevalenceRarity(["a", "b"], [1, 9], [1, 3], { noun: "task" }).caption // "2 tasks by hosts and rarity, in 2 circles."
 */
export function prevalenceRarity(
  values: readonly string[],
  hosts: ArrayLike<number>,
  counts: ArrayLike<number>,
  options: PrevalenceRarityOptions = {},
): Figure {
  checkOptions("prevalenceRarity", options, ["title", "noun", "unit", "highlight"]);
  checkChannel("prevalenceRarity", "hosts", hosts, values.length);
  checkChannel("prevalenceRarity", "counts", counts, values.length);
  const { noun = "value", unit = "event", highlight = [] } = options;
  const total = Array.from(counts)
    .filter((n) => n >= 1)
    .reduce((sum, n) => sum + n, 0);
  const usable = values.flatMap((value, i) =>
    hosts[i]! >= 1 && counts[i]! >= 1
      ? [{ value, hosts: hosts[i]!, bits: Math.log2(total / counts[i]!) }]
      : [],
  );
  const loud = new Set(highlight);
  const marked = usable.filter(({ value }) => loud.has(value)).sort((a, b) => b.bits - a.bits);
  const cells = cellsOf(usable);
  const most = usable.reduce((top, { bits }) => Math.max(top, bits), 1);
  const range: [number, number] = [-0.05 * most, 1.08 * most];
  const widest = usable.reduce((top, one) => Math.max(top, one.hosts), 1);
  const labels = marked.slice(0, MOST_LABELS).map((m) => ({ x: m.hosts, y: m.bits, label: m.value }));
  const layout = baseLayout(
    options.title ?? `Prevalence and rarity of ${plural(usable.length, noun)}`,
    HEIGHT,
    {
      hovermode: "closest",
      xaxis: axis("hosts", logCount(widest)),
      yaxis: axis(`rarity of its ${unit}s (bits)`, { range }),
      annotations: pointLabels(labels, range, Math.log10(widest) / 2, HEIGHT),
    },
  );
  const data = [circles(cells, noun, unit), ...(marked.length > 0 ? [diamonds(marked)] : [])];
  const left = values.length - usable.length;
  const rest = left === 0 ? "" : ` Left out: ${plural(left, noun)} without hosts or ${unit}s.`;
  const caption = `${plural(usable.length, noun)} by hosts and rarity, in ${plural(cells.length, "circle")}.${rest}`;
  return figure(data, layout, caption);
}

function cellsOf(points: readonly { value: string; hosts: number; bits: number }[]): Cell[] {
  const cells = new Map<string, Cell>();
  for (const { value, hosts, bits } of points) {
    const step = Math.round(bits / STEP) * STEP;
    const key = `${hosts} ${step}`;
    const cell = cells.get(key) ?? { hosts, bits: step, values: [] };
    cells.set(key, cell);
    cell.values.push(value);
  }
  return [...cells.values()];
}

/** Areas grow with the number of values, from a size that can be seen. */
function circles(cells: readonly Cell[], noun: string, unit: string): Trace {
  const largest = cells.reduce((top, cell) => Math.max(top, cell.values.length), 1);
  return {
    type: "scatter",
    mode: "markers",
    x: cells.map((cell) => cell.hosts),
    y: cells.map((cell) => cell.bits),
    customdata: cells.map((cell) => [cell.hosts, plotText(plural(cell.values.length, noun)), namesOf(cell)]),
    marker: {
      color: CALM,
      opacity: 0.6,
      size: cells.map((cell) => 7 + 33 * Math.sqrt((cell.values.length - 1) / largest)),
      line: { width: 0 },
    },
    hovertemplate: `%{customdata[1]}<br>hosts: %{customdata[0]:,}<br>rarity of the ${plotText(unit)}s: %{y:.1f} bits<br>%{customdata[2]}<extra></extra>`,
  };
}

function namesOf({ values }: Cell): string {
  const names = values.slice(0, SHOWN_NAMES).map((value) => hoverText(value));
  const more = values.length - names.length;
  return [...names, ...(more > 0 ? [`… and ${count(more)} more`] : [])].join("<br>");
}

function diamonds(marked: readonly { value: string; hosts: number; bits: number }[]): Trace {
  return {
    type: "scatter",
    mode: "markers",
    x: marked.map((m) => m.hosts),
    y: marked.map((m) => m.bits),
    customdata: marked.map((m) => [hoverText(m.value), m.hosts]),
    marker: { color: LOUD, symbol: "diamond", size: 11, line: { width: 1.5, color: "#ffffff" } },
    hovertemplate: "<b>%{customdata[0]}</b><br>hosts: %{customdata[1]:,}<br>%{y:.1f} bits<extra></extra>",
  };
}
