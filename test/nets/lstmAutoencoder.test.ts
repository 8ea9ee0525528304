import assert from "node:assert/strict";
import { type Matrix, type MatrixColumn, numberMatrix } from "../../src/core/matrix";
import { random } from "../../src/core/random";
import type { Sequences } from "../../src/core/sequences";
import { lstmAutoencoder, restoreLstmAutoencoder } from "../../src/nets/lstmAutoencoder";
import type { LstmAutoencoderOptions } from "../../src/nets/lstmOptions";
import { detectorContract } from "../detect/contract";

const small = (seed = 1): LstmAutoencoderOptions => ({ units: 8, timesteps: 5, epochs: 15, seed });
const restore = restoreLstmAutoencoder;
detectorContract("lstmAutoencoder of lone rows", {
  make: (seed) => lstmAutoencoder(small(seed)),
  restore,
  takes: "mixed",
});
detectorContract("lstmAutoencoder of numbers", {
  make: (seed) => lstmAutoencoder({ ...small(seed), bidirectional: true }),
  restore,
  takes: "numbers",
});

describe("lstmAutoencoder", () => {
  it("lstmAutoencoder finds an order of rows that is odd though each row is usual", async () => {
    const { x, sequences } = rounds(40, 12);
    const model = await lstmAutoencoder({ ...small(), units: 16, epochs: 40 }).fit(x, { sequences });
    const usual = codes([1, 2, 3, 1, 2, 3, 1, 2]);
    const odd = codes([1, 2, 3, 2, 1, 3, 1, 2]);
    const whole = { order: Int32Array.from({ length: 8 }, (_, i) => i), starts: Int32Array.of(0, 8) };
    const most = (of: Matrix) => Math.max(...model.score(of, whole));
    assert.ok(most(odd) > 2 * most(usual) + 1, `${most(odd)} must exceed ${most(usual)} by far`);
  });
  it("score(x, sequences) of an entity is the same alone and among others, bit for bit", async () => {
    const { x, sequences } = rounds(6, 9);
    const model = await lstmAutoencoder({ ...small(), epochs: 3 }).fit(x, { sequences });
    const together = model.score(x, sequences);
    for (const e of [0, 3, 5]) {
      const rows = Array.from(sequences.order.slice(sequences.starts[e]!, sequences.starts[e + 1]!));
      const alone = model.score(codes(rows.map((i) => x.data[i]!)), {
        order: Int32Array.from(rows.keys()),
        starts: Int32Array.of(0, rows.length),
      });
      assert.deepEqual(
        alone,
        Float64Array.from(rows, (i) => together[i]!),
      );
    }
  });
  it("lstmAutoencoder does not depend on the order of the rows, given their sequences", async () => {
    const { x, sequences } = rounds(6, 9);
    const turned = random(4).shuffle(Array.from({ length: x.rows }, (_, i) => i));
    const placeOf = new Int32Array(x.rows);
    turned.forEach((row, i) => {
      placeOf[row] = i;
    });
    const moved = codes(turned.map((i) => x.data[i]!));
    const same = { ...sequences, order: sequences.order.map((row) => placeOf[row]!) };
    const first = (await lstmAutoencoder({ ...small(), epochs: 3 }).fit(x, { sequences })).score(
      x,
      sequences,
    );
    const second = (await lstmAutoencoder({ ...small(), epochs: 3 }).fit(moved, { sequences: same })).score(
      moved,
      same,
    );
    assert.deepEqual(
      second,
      Float64Array.from(turned, (i) => first[i]!),
    );
  });
  it("every row of a sequence has a score, in short sequences and with several layers, too", async () => {
    const { x, sequences } = rounds(5, 3);
    const model = await lstmAutoencoder({ ...small(), layers: 2, stride: 2, epochs: 3 }).fit(x, {
      sequences,
    });
    const scores = model.score(x, sequences);
    assert.ok(scores.length === x.rows && scores.every((score) => score > 0 && Number.isFinite(score)));
    assert.equal(model.expect(x, sequences).data.length, x.rows);
  });
  it("lstmAutoencoder refuses sequences that leave rows out, and options that do not go together", async () => {
    const { x } = rounds(2, 4);
    const sequences = { order: Int32Array.of(0, 1), starts: Int32Array.of(0, 2) };
    await assert.rejects(lstmAutoencoder(small()).fit(x, { sequences }), {
      name: "TypeError",
      message: "lstmAutoencoder: sequences must hold each of 8 rows once, got an order of 2",
    });
    assert.throws(() => lstmAutoencoder({ layers: 2, bidirectional: true }), {
      name: "RangeError",
      message: "lstmAutoencoder: layers must be 1 when bidirectional, got 2",
    });
    await assert.rejects(
      lstmAutoencoder({ timesteps: 60_000, units: 500 }).fit(x),
      /^RangeError: lstmAutoencoder: memory for training must be at most 2 GB, got an estimate of [\d.]+ GB/,
    );
  });
});

/** Entities that go 1, 2, 3, 1, 2, 3, …, each from another start; their rows stand mixed in the matrix. */
function rounds(entities: number, length: number): { x: Matrix; sequences: Sequences } {
  const values = Array.from({ length: entities * length }, (_, i) => {
    const [e, t] = [i % entities, Math.floor(i / entities)];
    return 1 + ((e + t) % 3);
  });
  const order = Int32Array.from(
    { length: values.length },
    (_, p) => Math.floor(p / length) + entities * (p % length),
  );
  const starts = Int32Array.from({ length: entities + 1 }, (_, e) => e * length);
  return { x: codes(values), sequences: { order, starts } };
}

function codes(values: readonly number[]): Matrix {
  const column: MatrixColumn = {
    name: "c",
    type: { kind: "category", levels: ["(unknown)", "a", "b", "c"] },
  };
  return {
    ...numberMatrix(
      ["c"],
      values.map((v) => [v]),
    ),
    columns: [column],
  };
}
