import type { Restart } from "./autoencoderTypes";
import type { Search } from "./fitWeights";

/** How many of the oddest rows are followed through the restarts. */
const FOLLOWED = 10;

/**
 * What each start made of the rows that the best one finds oddest: their ranks by its own scores, from 1.
 *
 * Where the ranks are far apart, chance has the last word, not the data. O(restarts * rows log rows).
 */
export function restartsOf(
  searches: readonly Search[],
  scoreBy: (search: Search) => Float64Array,
): Restart[] {
  if (searches.length === 1) return searches.map(({ seed, loss }) => ({ seed, loss, ranks: [] }));
  const best = searches.reduce((a, b) => (b.loss < a.loss ? b : a));
  const ranked = searches.map((search) => placesByScore(scoreBy(search)));
  const oddest = ranked[searches.indexOf(best)]!.order.slice(0, FOLLOWED);
  return searches.map(({ seed, loss }, s) => ({
    seed,
    loss,
    ranks: oddest.map((row) => ranked[s]!.place[row]!),
  }));
}

function placesByScore(scores: Float64Array): { order: number[]; place: Int32Array } {
  const order = Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const place = new Int32Array(scores.length);
  order.forEach((row, i) => {
    place[row] = i + 1;
  });
  return { order, place };
}
