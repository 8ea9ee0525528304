import { checkInteger, checkNumber, checkOptions } from "../core/check";
import { type CategoryChannel, channelLength, checkChannel, levelsOf } from "./channel";
import { type Figure, figure, type Trace } from "./figure";
import { count, hoverText, plotText, plural, tickText } from "./label";
import { axis, baseLayout, CALM, type FigureOptions, footLegend, PALETTE, REST } from "./style";

/** Options of {@link burnDown}. */
export interface BurnDownOptions extends FigureOptions {
  /** Lines below the budget, which nobody reads. @default 0 */
  readonly left?: number;
  /** Hours until the work must be done; drawn as a line. @default none */
  readonly hours?: number;
  /** What one line is. @default "line" */
  readonly noun?: string;
  /** Most owners with a line of their own. @default 6 */
  readonly owners?: number;
}

const HEIGHT = 400;

/**
 * Draws how a queue empties: how many lines are still unread after so many hours, in all and for each owner.
 *
 * For the question whether the plan holds, and what it leaves. `doneHours` and `owners` have one entry a line, as the
 * queue of `triage` gives them (`done_hours`, `owner`); lines without a time are left out and counted. What is below
 * the budget stays unread at the foot, so that a queue that is read is not taken for work that is done. O(n log n).
 *
 * @example
 * burnDown([1, 1, 2], ["Ada", "Bo", "Ada"], { left: 4 }).caption // "3 lines are read after 2 hours by 2 owners; 4 are left unread."
 */
export function burnDown(
  doneHours: ArrayLike<number>,
  owners: CategoryChannel,
  options: BurnDownOptions = {},
): Figure {
  checkOptions("burnDown", options, ["title", "left", "hours", "noun", "owners"]);
  const { left = 0, hours, noun = "line", owners: mostOwners = PALETTE.length } = options;
  checkChannel("burnDown", "owners", { length: channelLength(owners) }, doneHours.length);
  checkInteger("burnDown", "left", left, 0);
  checkInteger("burnDown", "owners", mostOwners, 0, PALETTE.length);
  if (hours !== undefined) checkNumber("burnDown", "hours", hours, 0);
  const { codes, levels } = levelsOf(owners);
  const timed = Array.from(doneHours, (time, i) => ({ time, owner: codes[i]! }))
    .filter(({ time }) => Number.isFinite(time))
    .sort((a, b) => a.time - b.time);
  const timesOf = (code?: number) =>
    timed.filter(({ owner }) => code === undefined || owner === code).map(({ time }) => time);
  const parts: Part[] =
    levels.length <= mostOwners
      ? levels.map((owner, code) => part(owner, PALETTE[code]!, timesOf(code)))
      : [part(`all ${noun}s`, CALM, timesOf())];
  const steps = [0, ...new Set(timesOf())];
  const data = parts.map((one) => areaTrace(one, steps, noun));
  if (left > 0) data.unshift(areaTrace(part("below the budget", REST, [], left), steps, noun));
  const end = steps.at(-1)!;
  const title = options.title ?? `How the queue of ${plural(timed.length, noun)} empties`;
  const layout = baseLayout(title, HEIGHT, {
    hovermode: "closest",
    showlegend: data.length > 1,
    legend: footLegend,
    margin: { l: 56, r: 16, t: 52, b: 76 },
    xaxis: axis("hours", { range: [0, (Math.max(end, hours ?? 0) || 1) * 1.04], showgrid: false }),
    yaxis: axis(`${noun}s unread`, { range: [0, (timed.length + left) * 1.06 || 1] }),
    ...deadline(hours),
  });
  const missing = doneHours.length - timed.length;
  const read = `${plural(timed.length, noun)} ${timed.length === 1 ? "is" : "are"} read after ${round(end)} hours by ${plural(levels.length, "owner")}`;
  const rest = left > 0 ? `; ${count(left)} are left unread` : "";
  const without = missing > 0 ? ` Left out: ${plural(missing, noun)} without a time.` : "";
  return figure(data, layout, `${read}${rest}.${without}`);
}

/** An area of the stack. */
interface Part {
  readonly name: string;
  readonly color: string;
  /** When each of its lines is read, in order. */
  readonly times: readonly number[];
  /** Lines that are never read. */
  readonly left: number;
}

function part(name: string, color: string, times: readonly number[], left = 0): Part {
  return { name, color, times, left };
}

/** What is unread of one part from step to step, stacked on the parts before it. */
function areaTrace({ name, color, times, left }: Part, steps: readonly number[], noun: string): Trace {
  let read = 0;
  const y = steps.map((step) => {
    while (read < times.length && times[read]! <= step) read++;
    return times.length - read + left;
  });
  return {
    type: "scatter",
    mode: "lines",
    stackgroup: "unread",
    name: tickText(name, 24),
    x: steps,
    y,
    line: { shape: "hv", color, width: 1 },
    hovertemplate: `${hoverText(name)}<br>after %{x:.1f} hours: %{y:,} ${plotText(noun)}s unread<extra></extra>`,
  };
}

function deadline(hours: number | undefined): Record<string, unknown> {
  if (hours === undefined) return {};
  const line = { color: REST, width: 1.5, dash: "dot" };
  const shape = { type: "line", xref: "x", yref: "paper", x0: hours, x1: hours, y0: 0, y1: 1, line };
  const font = { size: 11 };
  const place = { x: hours, y: 1, yref: "paper", xanchor: "right", yanchor: "top", xshift: -6 };
  return {
    shapes: [shape],
    annotations: [{ ...place, showarrow: false, font, text: `due after ${round(hours)} hours` }],
  };
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
