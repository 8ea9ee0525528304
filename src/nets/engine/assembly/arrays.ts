/*
 * Loops over arrays. Every array starts at a multiple of 16 bytes and has room up to the next one, so that loops
 * may run in steps of four; what they write behind the end is never read.
 */
import { activate4, slope4 } from "./functions";

/** x = f(x). */
export function activate(count: i32, x: usize, kind: i32): void {
  for (let at: usize = 0; at < (<usize>count) << 2; at += 16) {
    v128.store(x + at, activate4(v128.load(x + at), kind));
  }
}

/** dy = dy f'(x), told from y = f(x). */
export function activateBack(count: i32, y: usize, dy: usize, kind: i32): void {
  for (let at: usize = 0; at < (<usize>count) << 2; at += 16) {
    v128.store(dy + at, f32x4.mul(v128.load(dy + at), slope4(v128.load(y + at), kind)));
  }
}

/** All zeros. */
export function clear(count: i32, x: usize): void {
  memory.fill(x, 0, (<usize>count) << 2);
}

/** to += from. */
export function add(count: i32, to: usize, from: usize): void {
  for (let at: usize = 0; at < (<usize>count) << 2; at += 16) {
    v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)));
  }
}

/** Each of the rows of x[rows, n] becomes `row`. */
export function fillRows(rows: i32, n: i32, row: usize, x: usize): void {
  const bytes = (<usize>n) << 2;
  for (let i: i32 = 0; i < rows; i++) memory.copy(x + <usize>i * bytes, row, bytes);
}

/** sums[n] += the columns of x[rows, n]. */
export function addColumns(rows: i32, n: i32, x: usize, sums: usize): void {
  const bytes = (<usize>n) << 2;
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    let s = v128.load(sums + at);
    for (let i: i32 = 0; i < rows; i++) s = f32x4.add(s, v128.load(x + <usize>i * bytes + at));
    v128.store(sums + at, s);
  }
  for (; at < bytes; at += 4) {
    let s = load<f32>(sums + at);
    for (let i: i32 = 0; i < rows; i++) s += load<f32>(x + <usize>i * bytes + at);
    store<f32>(sums + at, s);
  }
}

/** Row i of out[rows, width] gains the table rows that its `k` indices name; an index below 0 names none. */
export function gatherRows(rows: i32, k: i32, width: i32, indices: usize, table: usize, out: usize): void {
  for (let i: i32 = 0; i < rows; i++) {
    const to = out + ((<usize>i * <usize>width) << 2);
    for (let c: i32 = 0; c < k; c++) {
      const index = load<i32>(indices + ((<usize>(i * k + c)) << 2));
      if (index >= 0) addRow(width, to, table + ((<usize>index * <usize>width) << 2));
    }
  }
}

/** The reverse of {@link gatherRows}: each named table row gains row i of d[rows, width]. */
export function scatterRows(rows: i32, k: i32, width: i32, indices: usize, d: usize, table: usize): void {
  for (let i: i32 = 0; i < rows; i++) {
    const from = d + ((<usize>i * <usize>width) << 2);
    for (let c: i32 = 0; c < k; c++) {
      const index = load<i32>(indices + ((<usize>(i * k + c)) << 2));
      if (index >= 0) addRow(width, table + ((<usize>index * <usize>width) << 2), from);
    }
  }
}

/** to[n] += from[n]; exact to the end, for rows that stand side by side. */
export function addRow(n: i32, to: usize, from: usize): void {
  const bytes = (<usize>n) << 2;
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)));
  }
  for (; at < bytes; at += 4) store<f32>(to + at, load<f32>(to + at) + load<f32>(from + at));
}

/** to[rows, n] at column `offset` of rows that are `stride` wide = from[rows, n]. */
export function placeColumns(rows: i32, n: i32, from: usize, to: usize, stride: i32, offset: i32): void {
  for (let i: usize = 0; i < <usize>rows; i++) {
    memory.copy(
      to + ((i * <usize>stride + <usize>offset) << 2),
      from + ((i * <usize>n) << 2),
      (<usize>n) << 2,
    );
  }
}

/** from[rows, n] out of column `offset` of rows that are `stride` wide; the reverse of {@link placeColumns}. */
export function takeColumns(rows: i32, n: i32, from: usize, stride: i32, offset: i32, to: usize): void {
  for (let i: usize = 0; i < <usize>rows; i++) {
    memory.copy(
      to + ((i * <usize>n) << 2),
      from + ((i * <usize>stride + <usize>offset) << 2),
      (<usize>n) << 2,
    );
  }
}

/** `times` copies of a block, one after the other. */
export function repeat(times: i32, count: i32, block: usize, to: usize): void {
  fillRows(times, count, block, to);
}

/** The sum of `times` blocks that stand one after the other. */
export function sumBlocks(times: i32, count: i32, blocks: usize, to: usize): void {
  clear(count, to);
  for (let t: i32 = 0; t < times; t++) addRow(count, to, blocks + ((<usize>t * <usize>count) << 2));
}
