/*
 * Distances between one row and many, compiled to WebAssembly with SIMD. Rows are padded with zeros to whole registers
 * of four numbers, and there is room for whole groups of four rows.
 */
import { exp4 } from "./exp4";

/** The first address that is free for rows. */
export function firstFree(): usize {
  return (__heap_base + 15) & ~15;
}

/** Squared distances of `count` rows (rounded up to four) to the row at `query`, in single precision. */
export function squaredDistances(query: usize, rows: usize, count: i32, width: i32, out: usize): void {
  for (let i = 0; i < count; i += 4) {
    v128.store(out + ((<usize>i) << 2), four(query, rows + <usize>(i * width) * 4, width));
  }
}

/** exp(-gamma * squared distance) of `count` rows (rounded up to four) to the row at `query`, to some 1e-7. */
export function gaussian(query: usize, rows: usize, count: i32, width: i32, gamma: f32, out: usize): void {
  const factor = f32x4.splat(-gamma);
  for (let i = 0; i < count; i += 4) {
    const distances = four(query, rows + <usize>(i * width) * 4, width);
    v128.store(out + ((<usize>i) << 2), exp4(f32x4.mul(factor, distances)));
  }
}

/** Squared distances of four rows, one in each lane. */
function four(query: usize, rows: usize, width: i32): v128 {
  const bytes = (<usize>width) << 2;
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  for (let j: usize = 0; j < bytes; j += 16) {
    const own = v128.load(query + j);
    const at = rows + j;
    const da = f32x4.sub(own, v128.load(at));
    const db = f32x4.sub(own, v128.load(at + bytes));
    const dc = f32x4.sub(own, v128.load(at + bytes * 2));
    const dd = f32x4.sub(own, v128.load(at + bytes * 3));
    a = f32x4.add(a, f32x4.mul(da, da));
    b = f32x4.add(b, f32x4.mul(db, db));
    c = f32x4.add(c, f32x4.mul(dc, dc));
    d = f32x4.add(d, f32x4.mul(dd, dd));
  }
  // Lanes become rows: sums of pairs, then of pairs of sums.
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}
