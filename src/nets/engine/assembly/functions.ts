/*
 * exp, tanh and the logistic function by polynomials, four at a time: the bits depend on nothing but IEEE arithmetic,
 * neither on the machine nor on the version of Node. Largest error near 2 units in the last place.
 *
 * Source: Moshier, Cephes mathematical library, expf: range reduction by ln 2 in two parts, polynomial of degree 5.
 */

/** Added to a number below 2^22, it leaves the nearest whole number in the lowest bits: 1.5 * 2^23. */
const ROUNDER: f32 = 12582912;

/** e^x of four numbers, between e^-87 and e^88. The comparing kind of minimum is one instruction; the other is seven. */
export function exp4(x: v128): v128 {
  const bounded = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-87)), f32x4.splat(88));
  const rounded = f32x4.add(f32x4.mul(bounded, f32x4.splat(<f32>Math.LOG2E)), f32x4.splat(ROUNDER));
  const n = f32x4.sub(rounded, f32x4.splat(ROUNDER));
  let r = f32x4.sub(bounded, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.1219444e-4)));
  let p = f32x4.splat(1.98756915e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  const e = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(r, r), p), r), f32x4.splat(1));
  // The lowest bits of `rounded` become the exponent; the others leave on the left.
  return f32x4.mul(e, i32x4.shl(i32x4.add(rounded, i32x4.splat(127)), 23));
}

/** 1 / (1 + e^-x) of four numbers. */
export function logistic4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/** tanh x = 1 - 2 / (1 + e^2x) of four numbers. */
export function tanh4(x: v128): v128 {
  const one = f32x4.splat(1);
  const two = f32x4.splat(2);
  return f32x4.sub(one, f32x4.div(two, f32x4.add(one, exp4(f32x4.mul(two, x)))));
}

/** e^x. */
export function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0);
}

/** Natural logarithm in double precision, for those who prepare weights. */
export function ln(x: f64): f64 {
  return Math.log(x);
}

/** No activation. */
export const LINEAR: i32 = 0;
/** max(0, x). */
export const RELU: i32 = 1;
/** Hyperbolic tangent. */
export const TANH: i32 = 2;
/** Logistic function. */
export const SIGMOID: i32 = 3;

/** One of the activations above, of four numbers. */
export function activate4(x: v128, kind: i32): v128 {
  if (kind === RELU) return f32x4.pmax(x, f32x4.splat(0));
  if (kind === TANH) return tanh4(x);
  if (kind === SIGMOID) return logistic4(x);
  return x;
}

/** The derivative of an activation, told from its value y. */
export function slope4(y: v128, kind: i32): v128 {
  const one = f32x4.splat(1);
  if (kind === RELU) return v128.and(f32x4.gt(y, f32x4.splat(0)), one);
  if (kind === TANH) return f32x4.sub(one, f32x4.mul(y, y));
  if (kind === SIGMOID) return f32x4.mul(y, f32x4.sub(one, y));
  return one;
}
