import { random } from "../core/random";
import { MOST_MARKS } from "./style";

/**
 * Which of n marks to draw, in ascending order: all, or a seeded sample that holds every mark in `keep`.
 *
 * At most `limit` indices. When `keep` alone is more, its first `limit` stay. O(n).
 *
 * @example
 * sampleMarks(3, []) // [0, 1, 2]
 */
export function sampleMarks(n: number, keep: Iterable<number>, seed = 1, limit = MOST_MARKS): number[] {
  if (n <= limit) return Array.from({ length: n }, (_, i) => i);
  const kept = new Set<number>();
  for (const i of keep) if (kept.size < limit) kept.add(i);
  let open = limit - kept.size;
  let left = n - kept.size;
  const source = random(seed);
  const chosen: number[] = [];
  // Selection sampling: each remaining mark is taken with the chance that fills the rest exactly.
  for (let i = 0; i < n; i++) {
    if (kept.has(i)) chosen.push(i);
    else if (open > 0 && source.next() * left-- < open) {
      open--;
      chosen.push(i);
    }
  }
  return chosen;
}
