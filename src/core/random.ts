/** A seeded source of random numbers; the only randomness of the library. */
export interface Random {
  /** Uniform in [0, 1), 32 random bits. */
  next(): number;
  /** Uniform integer in [0, bound). */
  integer(bound: number): number;
  /** Standard normal deviate. */
  normal(): number;
  /** One element, each equally likely. */
  pick<T>(items: readonly T[]): T;
  /** A new array with the same elements in random order. */
  shuffle<T>(items: readonly T[]): T[];
  /** An independent generator for a named part, so that one part's draws do not shift another's. */
  fork(name: string): Random;
}

/**
 * A generator whose numbers depend on the seed alone, bit for bit, on every platform.
 *
 * The algorithm is xoshiro128** seeded by splitmix32; integer arithmetic only, except for `normal`.
 *
 * @example
 * random(1).next() === random(1).next() // true
 *
 * Source: Blackman and Vigna, Scrambled linear pseudorandom number generators (2021).
 */
export function random(seed: number): Random {
  const state = new Uint32Array(4);
  let mix = seed >>> 0;
  for (let i = 0; i < 4; i++) {
    mix = (mix + 0x9e3779b9) >>> 0;
    let z = mix;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    state[i] = (z ^ (z >>> 16)) >>> 0;
  }
  return generator(state, seed);
}

function generator(s: Uint32Array, seed: number): Random {
  const bits = (): number => {
    const result = Math.imul(rotateLeft(Math.imul(s[1]!, 5), 7), 9) >>> 0;
    const t = s[1]! << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= t;
    s[3] = rotateLeft(s[3]!, 11);
    return result;
  };
  const next = () => bits() / 4294967296;
  const integer = (bound: number) => Math.floor(next() * bound);
  return {
    next,
    integer,
    normal: () => normal(next),
    pick: (items) => items[integer(items.length)]!,
    shuffle: (items) => shuffle(items, integer),
    fork: (name) => random(hashText(name, seed)),
  };
}

/** Irwin-Hall approximation: the sum of twelve uniforms; needs no transcendental function, so bits never differ. */
function normal(next: () => number): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += next();
  return sum;
}

function shuffle<T>(items: readonly T[], integer: (bound: number) => number): T[] {
  const copy = items.slice();
  for (let i = copy.length - 1; i > 0; i--) {
    const j = integer(i + 1);
    [copy[i], copy[j]] = [copy[j]!, copy[i]!];
  }
  return copy;
}

/**
 * A 32-bit hash of a text (FNV-1a), mixed with a seed.
 *
 * @example
 * hashText("a", 0) === hashText("a", 0) // true
 *
 * Source: Fowler, Noll, Vo, FNV-1a.
 */
export function hashText(text: string, seed = 0): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash;
}

function rotateLeft(x: number, k: number): number {
  return ((x << k) | (x >>> (32 - k))) >>> 0;
}
