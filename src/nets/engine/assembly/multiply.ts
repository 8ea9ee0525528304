/*
 * Matrix products of f32 in SIMD. Every element of a product is summed in one fixed order, whatever tile it lies in:
 * a row gives the same bits alone and among others. Leading dimensions and strides count elements.
 */

/** Depth of a block: eight columns of B that deep stay in the first cache. */
const DEPTH: i32 = 256;

/**
 * C[m, n] += A[m, k] B[k, n], where element (i, p) of A is at `a + i * rowStride + p * depthStride`: a transposed A
 * needs no copy. Each element adds its products one after the other.
 */
export function multiply(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  rowStride: i32,
  depthStride: i32,
  b: usize,
  ldb: i32,
  c: usize,
  ldc: i32,
): void {
  const rs = (<usize>rowStride) << 2;
  const ds = (<usize>depthStride) << 2;
  const bs = (<usize>ldb) << 2;
  const cs = (<usize>ldc) << 2;
  for (let from: i32 = 0; from < k; from += DEPTH) {
    const depth = min(DEPTH, k - from);
    const aBlock = a + <usize>from * ds;
    const bBlock = b + <usize>from * bs;
    let j: i32 = 0;
    for (; j + 8 <= n; j += 8) {
      const offset = (<usize>j) << 2;
      let i: i32 = 0;
      for (; i + 4 <= m; i += 4) {
        tile4x8(depth, aBlock + <usize>i * rs, rs, ds, bBlock + offset, bs, c + <usize>i * cs + offset, cs);
      }
      for (; i < m; i++) {
        tile1x8(depth, aBlock + <usize>i * rs, ds, bBlock + offset, bs, c + <usize>i * cs + offset);
      }
    }
    for (; j + 4 <= n; j += 4) {
      const offset = (<usize>j) << 2;
      let i: i32 = 0;
      for (; i + 4 <= m; i += 4) {
        tile4x4(depth, aBlock + <usize>i * rs, rs, ds, bBlock + offset, bs, c + <usize>i * cs + offset, cs);
      }
      for (; i < m; i++) {
        tile1x4(depth, aBlock + <usize>i * rs, ds, bBlock + offset, bs, c + <usize>i * cs + offset);
      }
    }
    for (; j < n; j++) {
      const offset = (<usize>j) << 2;
      for (let i: i32 = 0; i < m; i++) {
        tile1x1(depth, aBlock + <usize>i * rs, ds, bBlock + offset, bs, c + <usize>i * cs + offset);
      }
    }
  }
}

function tile4x8(k: i32, a: usize, rs: usize, ds: usize, b: usize, bs: usize, c: usize, cs: usize): void {
  const a1 = a + rs;
  const a2 = a1 + rs;
  const a3 = a2 + rs;
  const c1 = c + cs;
  const c2 = c1 + cs;
  const c3 = c2 + cs;
  let s00 = v128.load(c);
  let s01 = v128.load(c, 16);
  let s10 = v128.load(c1);
  let s11 = v128.load(c1, 16);
  let s20 = v128.load(c2);
  let s21 = v128.load(c2, 16);
  let s30 = v128.load(c3);
  let s31 = v128.load(c3, 16);
  let at: usize = 0;
  for (let p: i32 = 0; p < k; p++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a + at);
    s00 = f32x4.add(s00, f32x4.mul(x, b0));
    s01 = f32x4.add(s01, f32x4.mul(x, b1));
    x = v128.load32_splat(a1 + at);
    s10 = f32x4.add(s10, f32x4.mul(x, b0));
    s11 = f32x4.add(s11, f32x4.mul(x, b1));
    x = v128.load32_splat(a2 + at);
    s20 = f32x4.add(s20, f32x4.mul(x, b0));
    s21 = f32x4.add(s21, f32x4.mul(x, b1));
    x = v128.load32_splat(a3 + at);
    s30 = f32x4.add(s30, f32x4.mul(x, b0));
    s31 = f32x4.add(s31, f32x4.mul(x, b1));
    at += ds;
    b += bs;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c2, s20);
  v128.store(c2, s21, 16);
  v128.store(c3, s30);
  v128.store(c3, s31, 16);
}

function tile1x8(k: i32, a: usize, ds: usize, b: usize, bs: usize, c: usize): void {
  let s0 = v128.load(c);
  let s1 = v128.load(c, 16);
  for (let p: i32 = 0; p < k; p++) {
    const x = v128.load32_splat(a);
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(b)));
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(b, 16)));
    a += ds;
    b += bs;
  }
  v128.store(c, s0);
  v128.store(c, s1, 16);
}

function tile4x4(k: i32, a: usize, rs: usize, ds: usize, b: usize, bs: usize, c: usize, cs: usize): void {
  const a1 = a + rs;
  const a2 = a1 + rs;
  const a3 = a2 + rs;
  const c1 = c + cs;
  const c2 = c1 + cs;
  const c3 = c2 + cs;
  let s0 = v128.load(c);
  let s1 = v128.load(c1);
  let s2 = v128.load(c2);
  let s3 = v128.load(c3);
  let at: usize = 0;
  for (let p: i32 = 0; p < k; p++) {
    const b0 = v128.load(b);
    s0 = f32x4.add(s0, f32x4.mul(v128.load32_splat(a + at), b0));
    s1 = f32x4.add(s1, f32x4.mul(v128.load32_splat(a1 + at), b0));
    s2 = f32x4.add(s2, f32x4.mul(v128.load32_splat(a2 + at), b0));
    s3 = f32x4.add(s3, f32x4.mul(v128.load32_splat(a3 + at), b0));
    at += ds;
    b += bs;
  }
  v128.store(c, s0);
  v128.store(c1, s1);
  v128.store(c2, s2);
  v128.store(c3, s3);
}

function tile1x4(k: i32, a: usize, ds: usize, b: usize, bs: usize, c: usize): void {
  let s = v128.load(c);
  for (let p: i32 = 0; p < k; p++) {
    s = f32x4.add(s, f32x4.mul(v128.load32_splat(a), v128.load(b)));
    a += ds;
    b += bs;
  }
  v128.store(c, s);
}

function tile1x1(k: i32, a: usize, ds: usize, b: usize, bs: usize, c: usize): void {
  let s = load<f32>(c);
  for (let p: i32 = 0; p < k; p++) {
    s += load<f32>(a) * load<f32>(b);
    a += ds;
    b += bs;
  }
  store<f32>(c, s);
}

/** C[m, n] += A[m, k] B[n, k]ᵀ. Each element is one scalar product, summed in four lanes that are joined at the end. */
export function multiplyTransposed(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  c: usize,
  ldc: i32,
): void {
  const as = (<usize>lda) << 2;
  const bs = (<usize>ldb) << 2;
  const cs = (<usize>ldc) << 2;
  let i: i32 = 0;
  for (; i + 4 <= m; i += 4) {
    const aRow = a + <usize>i * as;
    const cRow = c + <usize>i * cs;
    let j: i32 = 0;
    for (; j + 2 <= n; j += 2) {
      products4x2(k, aRow, as, b + <usize>j * bs, bs, cRow + ((<usize>j) << 2), cs);
    }
    if (j < n) {
      for (let r: usize = 0; r < 4; r++) {
        product(k, aRow + r * as, b + <usize>j * bs, cRow + r * cs + ((<usize>j) << 2));
      }
    }
  }
  for (; i < m; i++) {
    for (let j: i32 = 0; j < n; j++) {
      product(k, a + <usize>i * as, b + <usize>j * bs, c + <usize>i * cs + ((<usize>j) << 2));
    }
  }
}

function products4x2(k: i32, a: usize, as: usize, b: usize, bs: usize, c: usize, cs: usize): void {
  const a1 = a + as;
  const a2 = a1 + as;
  const a3 = a2 + as;
  const b1 = b + bs;
  let s00 = f32x4.splat(0);
  let s01 = f32x4.splat(0);
  let s10 = f32x4.splat(0);
  let s11 = f32x4.splat(0);
  let s20 = f32x4.splat(0);
  let s21 = f32x4.splat(0);
  let s30 = f32x4.splat(0);
  let s31 = f32x4.splat(0);
  const whole = (<usize>(k & ~3)) << 2;
  for (let at: usize = 0; at < whole; at += 16) {
    const y0 = v128.load(b + at);
    const y1 = v128.load(b1 + at);
    let x = v128.load(a + at);
    s00 = f32x4.add(s00, f32x4.mul(x, y0));
    s01 = f32x4.add(s01, f32x4.mul(x, y1));
    x = v128.load(a1 + at);
    s10 = f32x4.add(s10, f32x4.mul(x, y0));
    s11 = f32x4.add(s11, f32x4.mul(x, y1));
    x = v128.load(a2 + at);
    s20 = f32x4.add(s20, f32x4.mul(x, y0));
    s21 = f32x4.add(s21, f32x4.mul(x, y1));
    x = v128.load(a3 + at);
    s30 = f32x4.add(s30, f32x4.mul(x, y0));
    s31 = f32x4.add(s31, f32x4.mul(x, y1));
  }
  finish(k, s00, a, b, c);
  finish(k, s01, a, b1, c + 4);
  finish(k, s10, a1, b, c + cs);
  finish(k, s11, a1, b1, c + cs + 4);
  finish(k, s20, a2, b, c + 2 * cs);
  finish(k, s21, a2, b1, c + 2 * cs + 4);
  finish(k, s30, a3, b, c + 3 * cs);
  finish(k, s31, a3, b1, c + 3 * cs + 4);
}

function product(k: i32, a: usize, b: usize, c: usize): void {
  let s = f32x4.splat(0);
  const whole = (<usize>(k & ~3)) << 2;
  for (let at: usize = 0; at < whole; at += 16) {
    s = f32x4.add(s, f32x4.mul(v128.load(a + at), v128.load(b + at)));
  }
  finish(k, s, a, b, c);
}

/** Joins the lanes, adds what is left over of the depth, and adds all to C. */
function finish(k: i32, s: v128, a: usize, b: usize, c: usize): void {
  let sum = sumLanes(s);
  for (let p = (<usize>(k & ~3)) << 2; p < (<usize>k) << 2; p += 4)
    sum += load<f32>(a + p) * load<f32>(b + p);
  store<f32>(c, load<f32>(c) + sum);
}

/** The four lanes added, in pairs. */
export function sumLanes(s: v128): f32 {
  return (
    f32x4.extract_lane(s, 0) +
    f32x4.extract_lane(s, 1) +
    (f32x4.extract_lane(s, 2) + f32x4.extract_lane(s, 3))
  );
}
