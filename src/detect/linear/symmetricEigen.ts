/** Eigenvalues, largest first, and their vectors as rows of `vectors`, [n, n]. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

const MOST_STEPS = 60;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, [n, n] row-major. O(n³).
 *
 * Each vector's largest component is positive, so that its sign does not depend on the way there.
 *
 * @example
 * Array.from(symmetricEigen(Float64Array.of(2, 0, 0, 3), 2).values) // [3, 2]
 *
 * Source: Householder reduction and QL with implicit shifts, Golub and Van Loan, Matrix Computations, section 8.3;
 * EISPACK's tred2 and tql2.
 */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  const v = matrix.slice();
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  reduce(v, diagonal, beside, n);
  diagonalise(v, diagonal, beside, n);
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => diagonal[j]! - diagonal[i]! || i - j);
  const vectors = new Float64Array(n * n);
  order.forEach((column, to) => {
    let largest = 0;
    for (let k = 0; k < n; k++)
      if (Math.abs(v[k * n + column]!) > Math.abs(largest)) largest = v[k * n + column]!;
    for (let k = 0; k < n; k++) vectors[to * n + k] = largest < 0 ? -v[k * n + column]! : v[k * n + column]!;
  });
  return { values: Float64Array.from(order, (i) => diagonal[i]!), vectors };
}

/** Householder reflections to a tridiagonal matrix; `v` becomes their product. */
function reduce(v: Float64Array, d: Float64Array, e: Float64Array, n: number): void {
  for (let j = 0; j < n; j++) d[j] = v[(n - 1) * n + j]!;
  for (let i = n - 1; i > 0; i--) {
    let scale = 0;
    for (let k = 0; k < i; k++) scale += Math.abs(d[k]!);
    let h = 0;
    if (scale === 0) {
      e[i] = d[i - 1]!;
      for (let j = 0; j < i; j++) {
        d[j] = v[(i - 1) * n + j]!;
        v[i * n + j] = 0;
        v[j * n + i] = 0;
      }
    } else {
      for (let k = 0; k < i; k++) {
        d[k]! /= scale;
        h += d[k]! * d[k]!;
      }
      h = reflect(v, d, e, n, i, scale, h);
    }
    d[i] = h;
  }
  accumulate(v, d, n);
  e[0] = 0;
}

/** One reflection; returns half the squared length of its vector. */
function reflect(
  v: Float64Array,
  d: Float64Array,
  e: Float64Array,
  n: number,
  i: number,
  scale: number,
  square: number,
): number {
  let f = d[i - 1]!;
  const g = f > 0 ? -Math.sqrt(square) : Math.sqrt(square);
  e[i] = scale * g;
  const h = square - f * g;
  d[i - 1] = f - g;
  e.fill(0, 0, i);
  for (let j = 0; j < i; j++) {
    f = d[j]!;
    v[j * n + i] = f;
    let sum = e[j]! + v[j * n + j]! * f;
    for (let k = j + 1; k < i; k++) {
      sum += v[k * n + j]! * d[k]!;
      e[k]! += v[k * n + j]! * f;
    }
    e[j] = sum;
  }
  f = 0;
  for (let j = 0; j < i; j++) {
    e[j]! /= h;
    f += e[j]! * d[j]!;
  }
  const hh = f / (h + h);
  for (let j = 0; j < i; j++) e[j]! -= hh * d[j]!;
  for (let j = 0; j < i; j++) {
    const dj = d[j]!;
    const ej = e[j]!;
    for (let k = j; k < i; k++) v[k * n + j]! -= dj * e[k]! + ej * d[k]!;
    d[j] = v[(i - 1) * n + j]!;
    v[i * n + j] = 0;
  }
  return h;
}

/** Multiplies the reflections out. */
function accumulate(v: Float64Array, d: Float64Array, n: number): void {
  for (let i = 0; i < n - 1; i++) {
    v[(n - 1) * n + i] = v[i * n + i]!;
    v[i * n + i] = 1;
    const h = d[i + 1]!;
    if (h !== 0) {
      for (let k = 0; k <= i; k++) d[k] = v[k * n + i + 1]! / h;
      for (let j = 0; j <= i; j++) {
        let g = 0;
        for (let k = 0; k <= i; k++) g += v[k * n + i + 1]! * v[k * n + j]!;
        for (let k = 0; k <= i; k++) v[k * n + j]! -= g * d[k]!;
      }
    }
    for (let k = 0; k <= i; k++) v[k * n + i + 1] = 0;
  }
  for (let j = 0; j < n; j++) {
    d[j] = v[(n - 1) * n + j]!;
    v[(n - 1) * n + j] = 0;
  }
  v[n * n - 1] = 1;
}

/** QL steps with implicit shifts until nothing is left beside the diagonal. */
function diagonalise(v: Float64Array, d: Float64Array, e: Float64Array, n: number): void {
  e.copyWithin(0, 1);
  e[n - 1] = 0;
  let shift = 0;
  let size = 0;
  for (let l = 0; l < n; l++) {
    size = Math.max(size, Math.abs(d[l]!) + Math.abs(e[l]!));
    let m = l;
    while (m < n - 1 && Math.abs(e[m]!) > Number.EPSILON * size) m++;
    for (let step = 0; m > l && step < MOST_STEPS; step++) {
      const g = d[l]!;
      const p = (d[l + 1]! - g) / (2 * e[l]!);
      const r = p < 0 ? -Math.sqrt(p * p + 1) : Math.sqrt(p * p + 1);
      d[l] = e[l]! / (p + r);
      d[l + 1] = e[l]! * (p + r);
      const h = g - d[l]!;
      for (let i = l + 2; i < n; i++) d[i]! -= h;
      shift += h;
      sweep(v, d, e, n, l, m);
      if (Math.abs(e[l]!) <= Number.EPSILON * size) break;
    }
    d[l]! += shift;
    e[l] = 0;
  }
}

/** One QL step on rows l to m. */
function sweep(v: Float64Array, d: Float64Array, e: Float64Array, n: number, l: number, m: number): void {
  const dl1 = d[l + 1]!;
  const el1 = e[l + 1]!;
  let p = d[m]!;
  let [c, c2, c3, s, s2] = [1, 1, 1, 0, 0];
  for (let i = m - 1; i >= l; i--) {
    c3 = c2;
    c2 = c;
    s2 = s;
    const g = c * e[i]!;
    const h = c * p;
    const r = Math.sqrt(p * p + e[i]! * e[i]!);
    e[i + 1] = s * r;
    s = e[i]! / r;
    c = p / r;
    p = c * d[i]! - s * g;
    d[i + 1] = h + s * (c * g + s * d[i]!);
    for (let k = 0; k < n; k++) {
      const next = v[k * n + i + 1]!;
      v[k * n + i + 1] = s * v[k * n + i]! + c * next;
      v[k * n + i] = c * v[k * n + i]! - s * next;
    }
  }
  p = (-s * s2 * c3 * el1 * e[l]!) / dl1;
  e[l] = s * p;
  d[l] = c * p;
}
