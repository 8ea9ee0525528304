import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Detector } from "../../detect/detector";
import { onRarities } from "../../detect/onRarities";
import { lstmAutoencoder } from "../../nets/lstmAutoencoder";
import { medianInterval } from "../../stats/medianInterval";
import { DETECTORS, type NamedDetector, readyDetector } from "../detectors";
import { type RankedFleet, rankedFleet } from "./ranksRun";
import { type BenchOptions, type BenchRow, middle } from "./row";

/** Small enough for minutes; everything is planted in it. */
const FLEET = { hosts: 24, days: 20 };
/** Our defaults were chosen on seeds 101 to 112 (40 hosts, 30 days); these are others. */
const FIRST_SEED = 1;

/** Places of the planted items, and what they took. */
export interface Ranking {
  readonly seconds: number;
  /** By the id of the item; an item that no line shows has none. */
  readonly places: Readonly<Record<string, number | null>>;
}

/**
 * Ranks the planted items of small sample fleets by every detector: place in a reading list with one line a task, which
 * counts when the line shows the host where the item is. Median over the seeds with its 95 % interval, and the worst.
 *
 * `runs` is the number of seeds, from seed 1 on; `docs/ranks.md` has twenty. The presets of the series read label
 * codes, detectors for numbers rarities; the LSTM networks read each host's facts in the order of their time.
 */
export async function benchRanks({ runs = 3 }: BenchOptions = {}): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), "huntbook-bench-"));
  const ranked: RankedSeed[] = [];
  try {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + runs; seed++) ranked.push(await rankSeed(folder, seed));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.stderr.write("\r");
  return ranksOf(ranked);
}

/** What every detector made of one fleet. */
export interface RankedSeed {
  readonly facts: number;
  readonly rankings: Readonly<Record<string, Ranking>>;
}

/** Makes a fleet and ranks its items by every detector. Leaves nothing in the folder. */
export async function rankSeed(folder: string, seed: number): Promise<RankedSeed> {
  const fleet = await rankedFleet(folder, seed, FLEET.hosts, FLEET.days);
  const rankings: Record<string, Ranking> = {};
  for (const [name, named] of Object.entries(DETECTORS)) {
    process.stderr.write(`\r  seed ${seed}: ${name.padEnd(20)}`);
    rankings[name] = await rank(fleet, named);
  }
  rmSync(join(folder, String(seed)), { recursive: true, force: true });
  return { facts: fleet.x.rows, rankings };
}

/** One line a detector. */
export function ranksOf(ranked: readonly RankedSeed[]): BenchRow[] {
  const rows = middle(ranked.map(({ facts }) => facts));
  return Object.keys(DETECTORS).map((name) =>
    rowOf(
      name,
      ranked.map(({ rankings }) => rankings[name]!),
      rows,
    ),
  );
}

async function rank(fleet: RankedFleet, named: NamedDetector): Promise<Ranking> {
  const began = performance.now();
  const detector = detectorFor(named);
  const order = named.sequences && { sequences: fleet.order };
  const model = await detector.fit(fleet.x, { onProgress: () => {}, ...order });
  const scores = model.score(fleet.x, order?.sequences);
  return { seconds: (performance.now() - began) / 1000, places: placesOf(fleet, scores) };
}

/** A window every five rows and ten epochs: a twentieth of the work of its defaults. */
function detectorFor(named: NamedDetector): Detector {
  if (named === DETECTORS.lstmAutoencoder) return lstmAutoencoder({ stride: 5, epochs: 10 });
  const detector = readyDetector(named, 1);
  return named.takes === "numbers" ? onRarities(detector) : detector;
}

/** Of each item the best place of a line that shows its task on its host. */
function placesOf({ tasks, hosts, planted }: RankedFleet, scores: Float64Array): Ranking["places"] {
  const shownBy = new Map<string, number>();
  tasks.forEach((task, i) => {
    const shown = shownBy.get(task);
    if (shown === undefined || scores[i]! > scores[shown]!) shownBy.set(task, i);
  });
  const list = [...shownBy.values()].sort((a, b) => scores[b]! - scores[a]! || a - b);
  const places: Record<string, number | null> = {};
  for (const { id, task, host } of planted) {
    const shown = shownBy.get(task);
    const place = shown !== undefined && hosts[shown] === host ? list.indexOf(shown) + 1 : null;
    const known = places[id] ?? null;
    places[id] = place === null || known === null ? (place ?? known) : Math.min(place, known);
  }
  return places;
}

function rowOf(name: string, all: readonly Ranking[], rows: number): BenchRow {
  const ids = [...new Set(all.flatMap(({ places }) => Object.keys(places)))].sort();
  const notes = ids.map((id) => {
    const found = all.filter(({ places }) => id in places);
    const places = found.map(({ places: own }) => own[id] ?? Number.POSITIVE_INFINITY);
    const { median, low, high } = medianInterval(places);
    return `${id} ${shown(median)} (${shown(low)} to ${shown(high)}; worst ${shown(Math.max(...places))})`;
  });
  const seconds = middle(all.map((one) => one.seconds));
  return { name, seconds, rows, rowsPerSecond: rows / seconds, note: notes.join(", ") };
}

/** An item that no line shows is beyond the list. */
function shown(place: number): string {
  return Number.isFinite(place) ? String(place) : "-";
}
