/*
 * Optimisers: one pass over weights, gradients and moments; the gradient is cleared on the way.
 */

/**
 * Adam: m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g², w = shrink w - step m / (sqrt(v scale) + 1e-8).
 * `step` is the rate over 1 - b1^t, `scale` is 1 over 1 - b2^t, `shrink` is 1 - rate decay (AdamW) or 1.
 */
export function adam(
  count: i32,
  w: usize,
  g: usize,
  m: usize,
  v: usize,
  step: f32,
  scale: f32,
  shrink: f32,
): void {
  const b1 = f32x4.splat(0.9);
  const c1 = f32x4.splat(0.1);
  const b2 = f32x4.splat(0.999);
  const c2 = f32x4.splat(0.001);
  const tiny = f32x4.splat(1e-8);
  const zero = f32x4.splat(0);
  for (let at: usize = 0; at < (<usize>count) << 2; at += 16) {
    const gradient = v128.load(g + at);
    const mean = f32x4.add(f32x4.mul(b1, v128.load(m + at)), f32x4.mul(c1, gradient));
    const square = f32x4.add(f32x4.mul(b2, v128.load(v + at)), f32x4.mul(c2, f32x4.mul(gradient, gradient)));
    const root = f32x4.add(f32x4.sqrt(f32x4.mul(square, f32x4.splat(scale))), tiny);
    const kept = f32x4.mul(f32x4.splat(shrink), v128.load(w + at));
    v128.store(w + at, f32x4.sub(kept, f32x4.div(f32x4.mul(f32x4.splat(step), mean), root)));
    v128.store(m + at, mean);
    v128.store(v + at, square);
    v128.store(g + at, zero);
  }
}

/**
 * Adadelta: s = 0.95 s + 0.05 g², d = sqrt((u + 1e-7) / (s + 1e-7)) g, u = 0.95 u + 0.05 d², w = shrink w - rate d;
 * the constants are those of Keras.
 */
export function adadelta(count: i32, w: usize, g: usize, s: usize, u: usize, rate: f32, shrink: f32): void {
  const kept = f32x4.splat(0.95);
  const fresh = f32x4.splat(0.05);
  const tiny = f32x4.splat(1e-7);
  const zero = f32x4.splat(0);
  for (let at: usize = 0; at < (<usize>count) << 2; at += 16) {
    const gradient = v128.load(g + at);
    const square = f32x4.add(
      f32x4.mul(kept, v128.load(s + at)),
      f32x4.mul(fresh, f32x4.mul(gradient, gradient)),
    );
    const updates = v128.load(u + at);
    const ratio = f32x4.div(f32x4.add(updates, tiny), f32x4.add(square, tiny));
    const delta = f32x4.mul(f32x4.sqrt(ratio), gradient);
    v128.store(s + at, square);
    v128.store(u + at, f32x4.add(f32x4.mul(kept, updates), f32x4.mul(fresh, f32x4.mul(delta, delta))));
    const weight = f32x4.mul(f32x4.splat(shrink), v128.load(w + at));
    v128.store(w + at, f32x4.sub(weight, f32x4.mul(f32x4.splat(rate), delta)));
    v128.store(g + at, zero);
  }
}

/** average = kept average + (1 - kept) w. */
export function follow(count: i32, average: usize, w: usize, kept: f32): void {
  const old = f32x4.splat(kept);
  const fresh = f32x4.splat(1 - kept);
  for (let at: usize = 0; at < (<usize>count) << 2; at += 16) {
    const sum = f32x4.add(f32x4.mul(old, v128.load(average + at)), f32x4.mul(fresh, v128.load(w + at)));
    v128.store(average + at, sum);
  }
}
