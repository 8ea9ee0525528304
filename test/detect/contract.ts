import assert from "node:assert/strict";
import { type Matrix, type MatrixColumn, numberMatrix } from "../../src/core/matrix";
import { random } from "../../src/core/random";
import type { Detector, Model } from "../../src/detect/detector";

/** What the kit needs to know of a detector. */
export interface ContractCase {
  /** The factory with its defaults, and with a seed when it is random; cheap enough to fit some thirty times. */
  readonly make: (seed?: number) => Detector;
  readonly restore: (json: unknown) => Model | Promise<Model>;
  /** Which columns it takes. */
  readonly takes: "mixed" | "numbers";
  /** What stands in the planted rows: a level that nobody has seen, or a number far outside. @default a level, where it takes levels */
  readonly plants?: "number";
}

const KINDS = ["red", "green", "blue"] as const;

/**
 * The kit of the detector contract (C1 to C15); run by the test of every detector, with C16 beside it.
 *
 * Its easy set: 400 rows with columns that belong together, and one row whose value in a known column does not.
 */
export function detectorContract(title: string, { make, restore, takes, plants }: ContractCase): void {
  describe(`${title} keeps the detector contract`, () => {
    let model: Model;
    const x = easySet(takes);
    const planted = plant(x, plants);
    before(async () => {
      model = await make(1).fit(x);
    });
    const check = { make, restore, x, planted, model: () => model };
    describeShape(check);
    describeIndependence(check);
    describeInput(check);
    describeExplanation(check);
  });
}

interface Check {
  readonly make: ContractCase["make"];
  readonly restore: ContractCase["restore"];
  readonly x: Matrix;
  readonly planted: { readonly rows: Matrix; readonly column: number };
  readonly model: () => Model;
}

function describeShape({ make, restore, x, planted, model }: Check): void {
  it("C1 works with default options", async () => {
    assert.equal((await make().fit(x)).columns.length, x.columns.length);
  });
  it("C2 options are frozen, complete and JSON-safe", () => {
    const { options } = make(3);
    assert.ok(Object.isFrozen(options));
    assert.ok(Object.values(options).every((value) => value !== undefined));
    assert.deepEqual(JSON.parse(JSON.stringify(options)), options);
  });
  it("C3 fit and score leave the matrix byte-equal", async () => {
    const copy = x.data.slice();
    const fitted = await make(1).fit(x);
    fitted.score(x);
    fitted.explain(x);
    assert.deepEqual(x.data, copy);
  });
  it("C4 score gives one finite number a row", () => {
    const scores = model().score(x);
    assert.equal(scores.length, x.rows);
    assert.ok(scores.every(Number.isFinite));
    assert.equal(model().score(rowsOf(x, [])).length, 0);
  });
  it("C5 a planted row scores above the 95th percentile of the rest", () => {
    const rest = model().score(x).slice().sort();
    const limit = rest[Math.floor(0.95 * rest.length)]!;
    for (const score of model().score(planted.rows))
      assert.ok(score > limit, `${score} must exceed ${limit}`);
  });
  it("C13 a model restored from its JSON scores bit-equal, and refuses another method's JSON", async () => {
    const again = await restore(JSON.parse(JSON.stringify(model())));
    assert.deepEqual(again.score(x), model().score(x));
    assert.deepEqual(again.explain(x), model().explain(x));
    assert.deepEqual(again.columns, model().columns);
    await assert.rejects(async () => restore({ method: "another" }), SyntaxError);
    await assert.rejects(async () => restore(null), SyntaxError);
  });
}

function describeIndependence({ make, x, planted, model }: Check): void {
  it("C6 a row scores the same alone, among others and in a burst of copies", () => {
    const together = model().score(x);
    for (const i of [0, 17, x.rows - 1]) assert.equal(model().score(rowsOf(x, [i]))[0], together[i]);
    const alone = model().score(planted.rows)[0];
    const burst = rowsOf(planted.rows, new Array(300).fill(0));
    assert.ok(
      model()
        .score(burst)
        .every((score) => score === alone),
    );
  });
  it("C7 permuted rows give permuted scores", () => {
    const order = random(5).shuffle(Array.from({ length: x.rows }, (_, i) => i));
    const scores = model().score(x);
    assert.deepEqual(
      model().score(rowsOf(x, order)),
      Float64Array.from(order, (i) => scores[i]!),
    );
  });
  it("C8 the same seed gives the same bits", async () => {
    assert.deepEqual((await make(1).fit(x)).score(x), model().score(x));
  });
  it("C9 two fits from one detector are independent", async () => {
    const detector = make(1);
    const first = await detector.fit(x);
    const before = first.score(x);
    await detector.fit(rowsOf(x, [0, 1, 2, 3]));
    assert.deepEqual(first.score(x), before);
    assert.deepEqual((await detector.fit(x)).score(x), before);
  });
  it("a weight of 2 equals a row that is there twice", async () => {
    const rows = Array.from({ length: 60 }, (_, i) => i);
    const twice = await make(1).fit(rowsOf(x, [...rows, 3, 4]));
    const weights = Float64Array.from(rows, (i) => (i === 3 || i === 4 ? 2 : 1));
    const weighted = await make(1).fit(rowsOf(x, rows), { weights });
    assert.deepEqual(weighted.score(x), twice.score(x));
  });
}

function describeInput({ make, x, model }: Check): void {
  it("C10 other columns are refused, missing and extra ones named", () => {
    const renamed = { ...x, columns: x.columns.map((c, j) => (j === 0 ? { ...c, name: "other" } : c)) };
    const message = new RegExp(`missing "${x.columns[0]!.name}" and extra "other"`);
    assert.throws(() => model().score(renamed), { name: "TypeError", message });
    assert.throws(() => model().explain(renamed), { name: "TypeError", message });
  });
  it("C11 no rows, NaN, infinities and bad weights are refused", async () => {
    await assert.rejects(make(1).fit(rowsOf(x, [])), RangeError);
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const data = x.data.slice();
      data[0] = bad;
      await assert.rejects(make(1).fit({ ...x, data }), RangeError);
      assert.throws(() => model().score({ ...x, data }), RangeError);
    }
    await assert.rejects(make(1).fit(x, { weights: new Float64Array(x.rows) }), RangeError);
    await assert.rejects(make(1).fit(x, { weights: new Float64Array(1) }), TypeError);
  });
  it("C12 a constant matrix, one row and one column give finite scores", async () => {
    const constant = rowsOf(x, new Array(30).fill(0));
    for (const small of [constant, rowsOf(x, [0]), columnOf(x, 0), columnOf(x, x.columns.length - 1)]) {
      const fitted = await make(1).fit(small);
      assert.ok(fitted.score(small).every(Number.isFinite));
      assert.ok(fitted.explain(small).data.every(Number.isFinite));
    }
    assert.ok((await make(1).fit(constant)).score(x).every(Number.isFinite));
  });
}

function describeExplanation({ x, planted, model }: Check): void {
  it("C14 explain has the shape of the input, and sums to the score when the model is additive", () => {
    const shares = model().explain(x);
    assert.equal(shares.data.length, x.data.length);
    assert.deepEqual(
      shares.columns.map((column) => column.name),
      x.columns.map((column) => column.name),
    );
    if (!model().additive) return;
    model()
      .score(x)
      .forEach((score, i) => {
        const row = shares.data.subarray(i * x.columns.length, (i + 1) * x.columns.length);
        const sum = row.reduce((total, share) => total + share, 0);
        // Shares of both signs can cancel out: float32 is as exact as the largest of them.
        const size = row.reduce((total, share) => total + Math.abs(share), 0);
        assert.ok(Math.abs(sum - score) <= 1e-5 * size, `row ${i}: ${sum} is not ${score}`);
      });
  });
  it("C15 the planted column gets the largest share", () => {
    const { data } = model().explain(planted.rows);
    const width = x.columns.length;
    for (let i = 0; i < planted.rows.rows; i++) {
      const row = Array.from(data.subarray(i * width, (i + 1) * width));
      assert.equal(row.indexOf(Math.max(...row)), planted.column, `row ${i}: ${row}`);
    }
  });
}

/** 400 rows: three kinds, each with its own place, tool and size; numbers only when asked for. */
function easySet(takes: ContractCase["takes"]): Matrix {
  const draw = random(42);
  const rows = Array.from({ length: 400 }, () => {
    const kind = draw.integer(KINDS.length);
    return [kind + 1, kind + 1, draw.integer(4) + 1, Math.fround(2 * kind + 0.3 * draw.normal())];
  });
  const matrix = numberMatrix(["kind", "place", "tool", "size"], rows);
  if (takes === "numbers") return matrix;
  const levels = ["(unknown)", ...KINDS, "black"];
  const category = (name: string): MatrixColumn => ({ name, type: { kind: "category", levels } });
  return { ...matrix, columns: [category("kind"), category("place"), category("tool"), matrix.columns[3]!] };
}

/** Rows of the easy set with one value changed: an unseen level, or a number far outside. */
function plant(x: Matrix, plants: ContractCase["plants"]): Check["planted"] {
  const column = x.columns[1]!.type.kind === "category" && plants !== "number" ? 1 : 3;
  const rows = rowsOf(x, [0, 1, 2]);
  for (let i = 0; i < 3; i++) rows.data[i * x.columns.length + column] = column === 1 ? 0 : 60;
  return { rows, column };
}

function rowsOf(x: Matrix, rows: readonly number[]): Matrix {
  const width = x.columns.length;
  const data = Float32Array.from(
    rows.flatMap((i) => Array.from(x.data.subarray(i * width, (i + 1) * width))),
  );
  return { data, rows: rows.length, columns: x.columns };
}

function columnOf(x: Matrix, j: number): Matrix {
  const data = Float32Array.from({ length: x.rows }, (_, i) => x.data[i * x.columns.length + j]!);
  return { data, rows: x.rows, columns: [x.columns[j]!] };
}
