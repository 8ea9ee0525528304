import assert from "node:assert/strict";
import type { Matrix, MatrixColumn } from "../../src/core/matrix";
import { numberMatrix } from "../../src/core/matrix";
import { random } from "../../src/core/random";
import { autoencoder, restoreAutoencoder } from "../../src/nets/autoencoder";
import type { AutoencoderOptions } from "../../src/nets/autoencoderOptions";
import { detectorContract } from "../detect/contract";

const small = (seed = 1): AutoencoderOptions => ({ units: [16], bottleneck: 8, epochs: 8, seed });
const restore = restoreAutoencoder;
detectorContract("autoencoder", { make: (seed) => autoencoder(small(seed)), restore, takes: "mixed" });
detectorContract("autoencoder of numbers", {
  make: (seed) => autoencoder(small(seed)),
  restore,
  takes: "numbers",
});
detectorContract("autoencoder with mask order", {
  make: (seed) => autoencoder({ ...small(seed), mask: "order" }),
  restore,
  takes: "mixed",
});

describe("autoencoder", () => {
  it("autoencoder finds two usual values that do not belong together, which rarity of columns cannot", async () => {
    const x = pairs(300);
    const model = await autoencoder({ epochs: 15 }).fit(x);
    const [usual, odd] = model.score(
      codes([
        [1, 1],
        [1, 2],
      ]),
    );
    assert.ok(odd! > usual! + 5, `${odd} must exceed ${usual} by far`);
    assert.deepEqual(Array.from(model.expect(codes([[1, 2]])).data), [2, 1]);
  });
  it("autoencoder with mask none copies what it sees, and so does not find them as odd", async () => {
    const x = pairs(300);
    const odd = codes([[1, 2]]);
    const copied = (await autoencoder({ epochs: 15, mask: "none" }).fit(x)).score(odd)[0]!;
    const guessed = (await autoencoder({ epochs: 15 }).fit(x)).score(odd)[0]!;
    assert.ok(copied < guessed, `${copied} must be below ${guessed}`);
  });
  it("latent(x) of a linear network is the narrow layer of its tfjs twin: x times the first weights, plus bias", async () => {
    const x = numberMatrix(
      ["a", "b", "c"],
      [
        [1, 2, 0.5],
        [-1, 0, 2],
        [1, 2, 0.5],
        [0.3, -0.2, 0.1],
      ],
    );
    const model = await autoencoder({
      ...{ mask: "none", units: [], bottleneck: 2, activation: "linear", numberLoss: "squared", epochs: 4 },
    }).fit(x);
    const latent = model.latent(x);
    assert.deepEqual([latent.rows, latent.columns.map((c) => c.name)], [4, ["unit 1", "unit 2"]]);
    type Weight = { dataSync(): Float32Array };
    const [w, b] = ((await model.toLayersModel()).getWeights() as Weight[]).map((one) => one.dataSync());
    for (let i = 0; i < 4; i++) {
      for (const unit of [0, 1]) {
        const expected = [0, 1, 2].reduce(
          (sum, j) => sum + x.data[i * 3 + j]! * w![j * 2 + unit]!,
          b![unit]!,
        );
        assert.ok(Math.abs(latent.data[i * 2 + unit]! - expected) < 1e-5, `row ${i}, unit ${unit}`);
      }
    }
  });
  it("autoencoder with mask order gives about the bits of the joint distribution", async () => {
    // two equally likely pairs: log2(2) = 1 bit a row, though each column alone has 1 bit too
    const x = pairs(400);
    const model = await autoencoder({ mask: "order", epochs: 40 }).fit(x);
    const bits = model.score(
      codes([
        [1, 1],
        [2, 2],
      ]),
    );
    for (const value of bits) assert.ok(Math.abs(value - 1) < 0.1, `${value} must be near 1`);
  });
  it("autoencoder gives an unseen level -log2 1 / (n + levels) bits, whatever the rest of the row", async () => {
    const x = pairs(300);
    const model = await autoencoder(small()).fit(x);
    const shares = model.explain(
      codes([
        [0, 1],
        [0, 2],
      ]),
    ).data;
    const expected = Math.fround(Math.log2(300 + 3));
    assert.deepEqual([shares[0], shares[2]], [expected, expected]);
  });
  it("autoencoder scores a number by its squared distance from what the rest suggests", async () => {
    const draw = random(3);
    const x = numberMatrix(
      ["a", "b"],
      Array.from({ length: 500 }, () => {
        const a = draw.normal();
        return [a, a + 0.1 * draw.normal()];
      }),
    );
    const model = await autoencoder(small()).fit(x);
    const [usual, odd] = model.score(
      numberMatrix(
        ["a", "b"],
        [
          [1, 1],
          [1, -1],
        ],
      ),
    );
    assert.ok(odd! > 20 * Math.max(1, usual!), `${odd} must far exceed ${usual}`);
  });
  it("autoencoder does not depend on the order of the rows of the fit", async () => {
    const x = pairs(80);
    const order = random(9).shuffle(Array.from({ length: 80 }, (_, i) => i));
    const shuffled = codes(order.map((i) => [x.data[i * 2]!, x.data[i * 2 + 1]!]));
    const first = await autoencoder(small()).fit(x);
    const second = await autoencoder(small()).fit(shuffled);
    assert.deepEqual(first.score(x), second.score(x));
  });
  it("autoencoder reports progress up to 1 and keeps the learning curve", async () => {
    const parts: number[] = [];
    const x = codes(
      Array.from({ length: 64 }, (_, i) => [1 + (i % 8), 1 + (i >> 3)]),
      9,
    );
    const model = await autoencoder(small()).fit(x, { onProgress: (part) => parts.push(part) });
    assert.equal(parts[parts.length - 1], 1);
    assert.ok(parts.every((part, i) => i === 0 || part > parts[i - 1]!));
    assert.ok(model.curve.length > 0 && model.curve.every((point) => point.heldOut > 0));
  });
  it("autoencoder refuses what would not fit into memory before it starts", async () => {
    const levels = Array.from({ length: 4_000_000 }, (_, i) => String(i));
    const x: Matrix = {
      data: new Float32Array(1),
      rows: 1,
      columns: [{ name: "c", type: { kind: "category", levels } }],
    };
    await assert.rejects(autoencoder().fit(x), {
      name: "RangeError",
      message:
        /^autoencoder: memory for training must be at most 2 GB, got an estimate of [\d.]+ GB for 4000000 levels; /,
    });
  });
  it("autoencoder refuses other levels and unknown options", async () => {
    const model = await autoencoder({ ...small(), epochs: 1 }).fit(pairs(30));
    assert.throws(() => model.score(codes([[1, 1]], 5)), /column "a" must have the levels of the fit/);
    assert.throws(() => autoencoder({ unit: [3] } as object), /did you mean "units"\?/);
    assert.throws(() => autoencoder({ mask: "some" as "each" }), RangeError);
  });
  it("autoencoder leaves no error listeners on the process and prints nothing", async () => {
    const before = process.listenerCount("uncaughtException") + process.listenerCount("unhandledRejection");
    await autoencoder({ ...small(), epochs: 1 }).fit(pairs(30));
    assert.equal(
      process.listenerCount("uncaughtException") + process.listenerCount("unhandledRejection"),
      before,
    );
  });
});

/** Rows (1, 1) and (2, 2) in turn. */
function pairs(rows: number): Matrix {
  return codes(Array.from({ length: rows }, (_, i) => [1 + (i % 2), 1 + (i % 2)]));
}

function codes(rows: readonly (readonly number[])[], known = 2): Matrix {
  const levels = ["(unknown)", ...Array.from({ length: known }, (_, i) => `level ${i + 1}`)];
  const column = (name: string): MatrixColumn => ({ name, type: { kind: "category", levels } });
  return { ...numberMatrix(["a", "b"], rows), columns: [column("a"), column("b")] };
}
