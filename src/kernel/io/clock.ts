/** This machine's time in ms with fractions, the same in all threads: what came first must be known within one ms. */
export function preciseNow(): number {
  return performance.timeOrigin + performance.now();
}
