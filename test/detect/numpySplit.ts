/*
 * numpy's legacy RandomState(seed).permutation(n), so that PyOD's published splits can be made without Python.
 *
 * Source: Matsumoto and Nishimura, Mersenne Twister (1998), reference code mt19937ar; numpy's `random_interval`.
 */

const N = 624;
const M = 397;

/** Uniform 32-bit numbers of the Mersenne Twister. */
function twister(seed: number): () => number {
  const state = new Uint32Array(N);
  state[0] = seed >>> 0;
  for (let i = 1; i < N; i++) {
    const before = state[i - 1]! ^ (state[i - 1]! >>> 30);
    state[i] = (Math.imul(1812433253, before) + i) >>> 0;
  }
  let at = N;
  const refill = () => {
    for (let k = 0; k < N; k++) {
      const y = (state[k]! & 0x80000000) | (state[(k + 1) % N]! & 0x7fffffff);
      state[k] = state[(k + M) % N]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    at = 0;
  };
  return () => {
    if (at === N) refill();
    let y = state[at++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
}

/** The numbers below n in numpy's random order. */
export function numpyPermutation(seed: number, n: number): number[] {
  const next = twister(seed);
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const mask = 2 ** (32 - Math.clz32(i)) - 1;
    let j = next() & mask;
    while (j > i) j = next() & mask;
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/** scikit-learn's `train_test_split(test_size=0.4)` with that generator: row numbers. */
export function splitOf(seed: number, n: number): { readonly train: number[]; readonly test: number[] } {
  const order = numpyPermutation(seed, n);
  const tests = Math.ceil(n * 0.4);
  return { test: order.slice(0, tests), train: order.slice(tests) };
}
