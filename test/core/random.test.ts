import assert from "node:assert/strict";
import { hashText, random } from "../../src/core/random";

/** xoshiro128** with 64-bit arithmetic, written from the paper's reference text, as an independent check. */
function reference(state: bigint[]): bigint {
  const mask = 0xffffffffn;
  const rotate = (x: bigint, k: bigint) => ((x << k) | (x >> (32n - k))) & mask;
  const result = (rotate((state[1]! * 5n) & mask, 7n) * 9n) & mask;
  const t = (state[1]! << 9n) & mask;
  state[2]! ^= state[0]!;
  state[3]! ^= state[1]!;
  state[1]! ^= state[2]!;
  state[0]! ^= state[3]!;
  state[2]! ^= t;
  state[3] = rotate(state[3]!, 11n);
  return result;
}

function seeded(seed: number): bigint[] {
  const mask = 0xffffffffn;
  let mix = BigInt(seed);
  return Array.from({ length: 4 }, () => {
    mix = (mix + 0x9e3779b9n) & mask;
    let z = mix;
    z = ((z ^ (z >> 16n)) * 0x85ebca6bn) & mask;
    z = ((z ^ (z >> 13n)) * 0xc2b2ae35n) & mask;
    return z ^ (z >> 16n);
  });
}

describe("random", () => {
  it("random(seed) gives the numbers of xoshiro128**", () => {
    for (const seed of [0, 1, 2 ** 31, 4294967295]) {
      const numbers = random(seed);
      const state = seeded(seed);
      for (let i = 0; i < 100; i++) assert.equal(numbers.next(), Number(reference(state)) / 2 ** 32);
    }
  });

  it("random(seed) differs by seed, and forks neither repeat nor shift each other", () => {
    assert.notEqual(random(1).next(), random(2).next());
    const numbers = random(1);
    const a = numbers.fork("a");
    const first = a.next();
    numbers.fork("b").next();
    assert.equal(random(1).fork("a").next(), first);
    assert.notEqual(random(1).fork("b").next(), first);
    assert.equal(numbers.next(), random(1).next());
  });

  it("normal has mean 0 and variance 1, integer and pick stay in range, shuffle keeps the elements", () => {
    const numbers = random(5);
    const draws = Array.from({ length: 20000 }, () => numbers.normal());
    const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
    assert.ok(Math.abs(mean) < 0.03 && Math.abs(variance - 1) < 0.03);
    for (let i = 0; i < 1000; i++) assert.ok([0, 1, 2].includes(numbers.integer(3)));
    assert.deepEqual(numbers.shuffle([1, 2, 3, 4]).sort(), [1, 2, 3, 4]);
    assert.ok(["x", "y"].includes(numbers.pick(["x", "y"])));
  });

  it("hashText is FNV-1a", () => {
    assert.equal(hashText("a"), 0xe40c292c);
    assert.equal(hashText("foobar"), 0xbf9cf968);
  });
});
