import assert from "node:assert/strict";
import { numberMatrix } from "../../src/core/matrix";
import { random } from "../../src/core/random";
import { ds4n6Lstm, ds4n6Multilayer, ds4n6Simple } from "../../src/nets/ds4n6";

// Weights of the series' networks for seven columns, counted from the layers of its code: ds4n6_lib 0.8.3, ml.py.
const SIMPLE = 7 * 3 + 3 + (3 * 7 + 7);
const MULTILAYER = 7 * 3 + 3 + 3 * (3 * 3 + 3) + (3 * 7 + 7);
const LSTM = 4 * 50 * (7 + 50 + 1) + 4 * 50 * (50 + 50 + 1) + (50 * 7 + 7);

describe("the networks of the series", () => {
  const draw = random(1);
  const x = numberMatrix(
    Array.from({ length: 7 }, (_, j) => `c${j}`),
    Array.from({ length: 40 }, () => Array.from({ length: 7 }, () => draw.next())),
  );
  const weightsOf = (model: { toJSON(): Record<string, unknown> }) =>
    Object.values(model.toJSON().weights as Record<string, { shape: number[] }>).reduce(
      (sum, { shape }) => sum + shape.reduce((product, side) => product * side, 1),
      0,
    );

  it("ds4n6Simple has 52 weights for seven columns, ds4n6Multilayer 88, ds4n6Lstm 32,157", async () => {
    assert.deepEqual([SIMPLE, MULTILAYER, LSTM], [52, 88, 32_157]);
    assert.equal(weightsOf(await ds4n6Simple().fit(x)), SIMPLE);
    assert.equal(weightsOf(await ds4n6Multilayer().fit(x)), MULTILAYER);
    assert.equal(weightsOf(await ds4n6Lstm({ timesteps: 4, epochs: 1 }).fit(x)), LSTM);
  });
  it("ds4n6Simple scores by the mean squared error of a row", async () => {
    const model = await ds4n6Simple().fit(x);
    const expected = model.expect(x).data;
    const byHand = (i: number) =>
      Array.from({ length: 7 }, (_, j) => (x.data[i * 7 + j]! - expected[i * 7 + j]!) ** 2).reduce(
        (a, b) => a + b,
      ) / 7;
    assert.equal(model.unit, "squared error");
    model.score(x).forEach((score, i) => {
      assert.ok(Math.abs(score - byHand(i)) < 1e-6);
    });
  });
});
