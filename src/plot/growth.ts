import { checkOptions } from "../core/check";
import { mean } from "../stats/mean";
import { type CategoryChannel, channelLength, checkChannel, countLevels, levelsOf } from "./channel";
import { type Figure, figure, type Trace } from "./figure";
import { hoverText, plotText, plural, tickText } from "./label";
import { axis, baseLayout, type FigureOptions, footLegend, PALETTE, REST } from "./style";

/** Options of {@link growth}. */
export interface GrowthOptions extends FigureOptions {
  /** What one entry is: "deviation". @default "entry" */
  readonly noun?: string;
  /** What `at` counts: "hosts compared". @default "time (UTC)" for times, else "step" */
  readonly along?: string;
  /** Whether `at` is milliseconds since 1970 UTC. @default false */
  readonly time?: boolean;
}

/** Most steps of a curve; with more, every so many are drawn, at their true heights. */
const MOST_STEPS = 400;
const HEIGHT = 400;

/**
 * Draws how a list gets longer: how many of its entries are there after so many hosts, or days.
 *
 * For the question what a list costs next month, or in twice as large a fleet: a curve that flattens is a list that
 * ends. `at` has for each entry the host number or the time at which it was first met, `kinds` what it is. The most
 * frequent kinds have a colour each, the rest share one; what is met early lies below what keeps coming. Entries
 * without a place are left out and counted. O(n log n).
 *
 * @example
 * growth([1, 1, 3], ["new", "new", "new"], { noun: "deviation" }).caption // "3 deviations, the first at 1, the last at 3."
 */
export function growth(at: ArrayLike<number>, kinds: CategoryChannel, options: GrowthOptions = {}): Figure {
  checkOptions("growth", options, ["title", "noun", "along", "time"]);
  checkChannel("growth", "kinds", { length: channelLength(kinds) }, at.length);
  const { noun = "entry", time = false, along = time ? "time (UTC)" : "step" } = options;
  const placed = placesByKind(at, kinds);
  const all = placed.flatMap(({ places }) => places).sort((a, b) => a - b);
  const steps = stepsOf(all);
  const title = options.title ?? `How the list of ${plural(all.length, noun)} grows`;
  const layout = baseLayout(title, HEIGHT, {
    hovermode: "closest",
    showlegend: placed.length > 1,
    legend: footLegend,
    margin: { l: 56, r: 16, t: 52, b: 76 },
    xaxis: axis(along, { showgrid: false, ...(time && { type: "date" }) }),
    yaxis: axis(`${noun}s so far`, { range: [0, all.length * 1.06 || 1] }),
  });
  const data = placed.map((one) => areaTrace(one, steps, noun, time));
  return figure(data, layout, caption(all, at.length, noun, time));
}

/** A kind of entry, with the places of its entries in order. */
interface Kind {
  readonly name: string;
  readonly color: string;
  readonly places: readonly number[];
}

function placesByKind(at: ArrayLike<number>, kinds: CategoryChannel): Kind[] {
  const channel = levelsOf(kinds);
  const totals = countLevels(channel);
  const ranked = channel.levels.map((_, code) => code).sort((a, b) => totals[b]! - totals[a]! || a - b);
  const named = ranked.slice(0, ranked.length > PALETTE.length ? PALETTE.length - 1 : PALETTE.length);
  const placesOf = (has: (code: number) => boolean) =>
    Array.from(at)
      .filter((place, i) => Number.isFinite(place) && has(channel.codes[i]!))
      .sort((a, b) => a - b);
  const parts = named
    .map((code) => ({ name: channel.levels[code]!, places: placesOf((one) => one === code) }))
    .filter(({ places }) => places.length > 0)
    .sort((a, b) => mean([...a.places]) - mean([...b.places]))
    .map((part, i) => ({ ...part, color: PALETTE[i]! }));
  const rest = { name: "other", color: REST, places: placesOf((one) => !named.includes(one)) };
  return rest.places.length > 0 ? [...parts, rest] : parts;
}

/** The places at which the list gets longer, thinned; the first and the last stay. */
function stepsOf(sorted: readonly number[]): number[] {
  const steps = [...new Set(sorted)];
  const every = Math.ceil(steps.length / MOST_STEPS);
  return steps.filter((_, i) => i % every === 0 || i === steps.length - 1);
}

function areaTrace(
  { name, color, places }: Kind,
  steps: readonly number[],
  noun: string,
  time: boolean,
): Trace {
  let met = 0;
  const y = steps.map((step) => {
    while (met < places.length && places[met]! <= step) met++;
    return met;
  });
  const x = time ? "%{x|%Y-%m-%d %H:%M} UTC" : "%{x:,}";
  return {
    type: "scatter",
    mode: "lines",
    stackgroup: "met",
    name: tickText(name, 28),
    x: steps,
    y,
    line: { shape: "hv", color, width: 1 },
    hovertemplate: `${hoverText(name)}<br>${x}<br>%{y:,} ${plotText(noun)}s so far<extra></extra>`,
  };
}

function caption(sorted: readonly number[], entries: number, noun: string, time: boolean): string {
  const place = (at: number) => (time ? dayOf(at) : at.toLocaleString("en-US"));
  const left = entries - sorted.length;
  const without = left > 0 ? ` Left out: ${plural(left, noun)} without a place.` : "";
  if (sorted.length === 0) return `The list is empty.${without}`;
  const ends = `the first at ${place(sorted[0]!)}, the last at ${place(sorted.at(-1)!)}`;
  return `${plural(sorted.length, noun)}, ${ends}.${without}`;
}

function dayOf(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? "an impossible date" : date.toISOString().slice(0, 10);
}
