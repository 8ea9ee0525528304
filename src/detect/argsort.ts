const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
const SIGN = 0x80000000;
const NEGATIVE_ZERO = SIGN;
/** Below this, comparing is faster than counting. */
const FEW = 256;

/**
 * The order that sorts float32 values, ascending; equal values keep their order. [n]
 *
 * NaN has no place. A radix sort on the bits of the numbers: O(n), some ten times faster than comparing.
 *
 * @example
 * Array.from(argsort(Float32Array.of(2, -1, 0))) // [1, 2, 0]
 */
export function argsort(values: Float32Array): Uint32Array {
  const n = values.length;
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  if (n < FEW) return order.sort((a, b) => values[a]! - values[b]! || a - b);
  let keys: Uint32Array = sortableBits(values);
  let from: Uint32Array = order;
  let keysTo: Uint32Array = new Uint32Array(n);
  let to: Uint32Array = new Uint32Array(n);
  for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
    const starts = startsOf(keys, shift);
    for (let i = 0; i < n; i++) {
      const place = starts[(keys[i]! >>> shift) & (DIGITS - 1)]!++;
      keysTo[place] = keys[i]!;
      to[place] = from[i]!;
    }
    [keys, keysTo] = [keysTo, keys];
    [from, to] = [to, from];
  }
  return from;
}

/** Where the keys of each digit begin. */
function startsOf(keys: Uint32Array, shift: number): Uint32Array {
  const starts = new Uint32Array(DIGITS);
  for (let i = 0; i < keys.length; i++) starts[(keys[i]! >>> shift) & (DIGITS - 1)]! += 1;
  let sum = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const count = starts[digit]!;
    starts[digit] = sum;
    sum += count;
  }
  return starts;
}

/** Bits that sort as unsigned integers as the numbers do; -0 is 0. */
function sortableBits(values: Float32Array): Uint32Array {
  const bits = new Uint32Array(values.slice().buffer);
  for (let i = 0; i < bits.length; i++) {
    const word = bits[i]!;
    bits[i] = word === NEGATIVE_ZERO ? SIGN : word & SIGN ? ~word : word | SIGN;
  }
  return bits;
}
