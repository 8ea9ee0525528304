import { exp4 } from "../../../detect/engine/assembly/exp4";

/*
 * tanh and the logistic function by way of exp, four at a time: the bits depend on nothing but IEEE arithmetic, neither
 * on the machine nor on the version of Node.
 */
export { exp4 };

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
