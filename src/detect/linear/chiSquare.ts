/**
 * The value that a chi-square variable with `degrees` degrees of freedom stays below with this probability.
 *
 * By bisection of the distribution function to 1e-12. `probability` in (0, 1), `degrees` at least 1.
 *
 * @example
 * chiSquareQuantile(0.975, 1).toFixed(6) // "5.023886"
 *
 * Source: the regularised incomplete gamma function as series and continued fraction, Numerical Recipes section 6.2.
 */
export function chiSquareQuantile(probability: number, degrees: number): number {
  let low = 0;
  let high = degrees + 10;
  while (chiSquareShare(high, degrees) < probability) high *= 2;
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (chiSquareShare(middle, degrees) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The probability that a chi-square variable with `degrees` degrees of freedom is below `value`.
 *
 * @example
 * chiSquareShare(2, 2).toFixed(6) // "0.632121"
 */
export function chiSquareShare(value: number, degrees: number): number {
  return lowerGamma(degrees / 2, value / 2);
}

/** P(a, x): the regularised lower incomplete gamma function. */
function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-16; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return sum * front;
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 10_000; n++) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return 1 - fraction * front;
}

/** ln Γ(x) by Stirling's series behind a shift, for x > 0. */
function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  for (; z < 15; z++) shift -= Math.log(z);
  const w = 1 / (z * z);
  const series = (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w / 1680))) / z;
  return shift + (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series;
}
