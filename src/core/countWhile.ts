/**
 * How many of the first `count` places pass a test that only the first ones pass: binary search, O(log count).
 *
 * @example
 * countWhile(4, (i) => [1, 3, 3, 8][i] < 3) // 1
 */
export function countWhile(count: number, passes: (place: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (passes(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
