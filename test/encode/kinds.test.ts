import assert from "node:assert/strict";
import { type Column, type Columns, textColumn } from "../../src/core/table";
import { isolationForest } from "../../src/detect/forest/isolationForest";
import { encoder } from "../../src/encode/encoder";
import { explainInWords } from "../../src/score/explainInWords";
import { encoderContract } from "./contract";

encoderContract("category", { coding: "category", column: "program", codesOnly: true });
encoderContract("oneHot", { coding: { kind: "oneHot", levels: 3 }, column: "program" });
encoderContract("frequency", { coding: "frequency", column: "program" });
encoderContract("hash", { coding: { kind: "hash", buckets: 7 }, column: "program" });
encoderContract("number", { coding: "number", column: "seconds" });
encoderContract("robust", { coding: "robust", column: "seconds" });
encoderContract("minMax", { coding: "minMax", column: "seconds" });
encoderContract("log", { coding: "log", column: "seconds" });
encoderContract("quantile", { coding: "quantile", column: "seconds" });
encoderContract("clock", { coding: "clock", column: "time" });
encoderContract("clock in Berlin, and working hours", {
  coding: [{ kind: "clock", zone: "Europe/Berlin" }, "workingHours"],
  column: "time",
});
encoderContract("sincePrevious", {
  ...{ coding: { kind: "sincePrevious", entity: "host" }, column: "time", looksAround: true },
});
encoderContract("text", { coding: "text", column: "program" });
encoderContract("path", { coding: "path", column: "program" });
encoderContract("ngrams", { coding: ["ngrams"], column: "program" });
encoderContract("ngrams of tokens", {
  ...{ coding: { kind: "ngrams", of: "tokens", size: 1, buckets: 5 }, column: "program" },
});

const TEN = [1, 2, 2, 3, 5, 8, 13, 21, 34, 55];
const FIVE = [0, 2, 4, 10, 60];

describe("encoder({ columns }) with scales", () => {
  // scikit-learn 1.9.1: RobustScaler(unit_variance=True), QuantileTransformer(n_quantiles=10), MinMaxScaler, and
  // StandardScaler on log1p; fitted on TEN, of FIVE.
  const reference: Readonly<Record<string, readonly number[]>> = {
    robust: [-0.5234845822, -0.3624124031, -0.2013402239, 0.2818763135, 4.3086807923],
    quantile: [0, 0.1666666667, 0.3888888889, 0.6, 1],
    minMax: [-0.0185185185, 0.0185185185, 0.0555555556, 0.1666666667, 1.0925925926],
    log: [-1.9978908643, -0.9806208846, -0.5076172806, 0.2224619396, 1.8086099509],
  };
  for (const [kind, expected] of Object.entries(reference)) {
    it(`encoder({ columns: { n: "${kind}" } }) scales as scikit-learn does`, () => {
      const fitted = encoder({ columns: { n: kind as "robust" } }).fit(numbers(TEN));
      const x = fitted.transform(numbers(FIVE));
      expected.forEach((value, i) => {
        assert.ok(Math.abs(x.data[2 * i]! - value) < 1e-6, `${x.data[2 * i]} is not ${value}`);
      });
    });
    it(`encoder({ columns: { n: "${kind}" } }) says values on their old scale`, () => {
      const fitted = encoder({ columns: { n: kind as "robust" } }).fit(numbers(TEN));
      const { data } = fitted.transform(numbers([3, 21]));
      assert.deepEqual(
        [Number(fitted.text(0, data[0]!)).toFixed(3), Number(fitted.text(0, data[2]!)).toFixed(3)],
        ["3.000", "21.000"],
      );
    });
  }
  it('encoder({ columns: { n: "robust" } }) has a spread where most values are the same one', () => {
    const fitted = encoder({ columns: { n: "robust" } }).fit(numbers([5, 5, 5, 5, 5, 5, 5, 9]));
    // Median 5; deviation of one 9 among seven 5: 4 * sqrt(7) / 8.
    assert.ok(Math.abs(fitted.transform(numbers([9])).data[0]! - 8 / Math.sqrt(7)) < 1e-6);
  });
});

describe("encoder({ columns }) with categories as numbers", () => {
  const baseline = texts(["a", "a", "b", "c", null, "a", "b"]);
  it("oneHot has a column a level, and one for what is new or beyond its levels", () => {
    const fitted = encoder({ columns: { t: { kind: "oneHot", levels: 2 } } }).fit(baseline);
    const x = fitted.transform(texts(["b", "a", "new", "c"]));
    assert.deepEqual(
      x.columns.map(({ name }) => name),
      ["t=(unknown)", "t=a", "t=b"],
    );
    assert.deepEqual(Array.from(x.data), [0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0, 0]);
    assert.deepEqual([fitted.text(1, 1), fitted.text(2, 0)], ["a", "not b"]);
    assert.deepEqual(fitted.notes, ['column "t": 2 rare levels count as unknown']);
  });
  it("frequency is rarity in bits, the most for what is new", () => {
    const x = encoder({ columns: { t: "frequency" } })
      .fit(baseline)
      .transform(texts(["a", "b", null, "new"]));
    // a 3, b 2, c 1, missing 1; one added to each and to the unknown: (count + 1) / 12.
    const bits = [4, 3, 2, 1].map((count) => Math.fround(-Math.log2(count / 12)));
    assert.deepEqual(Array.from(x.data), bits);
  });
  it("hash puts equal levels in equal columns, one of them up or down", () => {
    const x = encoder({ columns: { t: { kind: "hash", buckets: 4 } } })
      .fit(baseline)
      .transform(baseline);
    const row = (i: number) => Array.from(x.data.subarray(4 * i, 4 * i + 4));
    assert.deepEqual(row(0), row(1));
    assert.equal(
      row(0).reduce((sum, value) => sum + Math.abs(value), 0),
      1,
    );
    assert.deepEqual(row(4), [0, 0, 0, 0]);
  });
  it("ngrams of texts that share runs are near each other, and each row has length 1", () => {
    const three = texts([
      "C:\\Windows\\System32\\svchost.exe",
      "C:\\Windows\\System32\\svch0st.exe",
      "qx7 zz",
    ]);
    const x = encoder({ columns: { t: { kind: "ngrams", buckets: 256 } } })
      .fit(three)
      .transform(three);
    const row = (i: number) => x.data.subarray(256 * i, 256 * (i + 1));
    const product = (a: number, b: number) => row(a).reduce((sum, value, i) => sum + value * row(b)[i]!, 0);
    assert.ok(Math.abs(product(0, 0) - 1) < 1e-6);
    // 32 runs each of which 29 are the same: 1 - 3 / 32 but for collisions.
    assert.ok(product(0, 1) > 0.8 && product(0, 2) < 0.2, `${product(0, 1)}, ${product(0, 2)}`);
  });
  it("ngrams of single tokens do not see their order", () => {
    const two = texts(["net user /add", "USER add, net"]);
    const { data } = encoder({ columns: { t: { kind: "ngrams", of: "tokens", size: 1 } } })
      .fit(two)
      .transform(two);
    assert.deepEqual(data.slice(0, 64), data.slice(64));
  });
});

describe("encoder({ columns }) with texts and paths", () => {
  it("text is length and entropy, path depth, extension and the entropy of the name", () => {
    const fitted = encoder({ columns: { t: "path" } }).fit(
      texts(["C:\\a\\b.exe", "C:\\b.txt", "\\\\srv\\share\\x\\y\\abab", null]),
    );
    const x = fitted.transform(texts(["C:\\a\\abab.EXE"]));
    const shown = Object.fromEntries(x.columns.map(({ name }, j) => [name, fitted.text(j, x.data[j]!)]));
    assert.deepEqual(shown, {
      "t length": "13",
      "t length missing": "no",
      "t depth": "2",
      "t extension": "exe",
      // Of "abab.EXE": a and b twice, E twice, dot and X once in eight.
      "t name entropy": "2.25",
    });
  });
});

describe("encoder({ columns }) with times", () => {
  // Python's zoneinfo: hour and weekday (Monday 0) in Berlin, the first two around the change to summer time.
  const instants = [
    "2026-03-29T00:59:00Z",
    "2026-03-29T01:00:00Z",
    "2026-07-04T23:30:00Z",
    "1969-12-31T23:00:00Z",
  ];
  const berlin = [
    [1.9833333333333334, 6],
    [3, 6],
    [1.5, 6],
    [0, 3],
  ];
  const kathmandu = [
    [6.733333333333333, 6],
    [6.75, 6],
    [5.25, 6],
    [4.5, 3],
  ];
  for (const [zone, expected] of [
    ["Europe/Berlin", berlin],
    ["Asia/Kathmandu", kathmandu],
  ] as const) {
    it(`clock in ${zone} is hour and weekday on circles`, () => {
      const table = times(instants);
      const { data } = encoder({ columns: { t: { kind: "clock", zone } } })
        .fit(table)
        .transform(table);
      expected.forEach(([hour, weekday], i) => {
        const angles = [(2 * Math.PI * hour!) / 24, (2 * Math.PI * weekday!) / 7];
        const circle = angles.flatMap((angle) => [Math.sin(angle), Math.cos(angle)]);
        const off = circle.map((value, j) => Math.abs(data[4 * i + j]! - value));
        assert.ok(Math.max(...off) < 1e-6, `row ${i}: ${off}`);
      });
    });
  }
  it("workingHours says inside or outside, by the zone's clock", () => {
    // Friday 17:59 and 18:00 UTC, Saturday noon, Monday 7:30 UTC, which is 9:30 in Berlin.
    const table = times([
      "2026-07-03T17:59:00Z",
      "2026-07-03T18:00:00Z",
      "2026-07-04T12:00:00Z",
      "2026-07-06T07:30:00Z",
    ]);
    const told = (zone: string) => {
      const fitted = encoder({ columns: { t: { kind: "workingHours", zone } } }).fit(table);
      return Array.from(fitted.transform(table).data, (code) => fitted.text(0, code));
    };
    assert.deepEqual(told("UTC"), ["inside", "outside", "outside", "outside"]);
    assert.deepEqual(told("Europe/Berlin"), ["outside", "outside", "outside", "inside"]);
  });
  it("sincePrevious counts seconds within an entity, whatever the order of the rows", () => {
    const table: Columns = {
      rows: 5,
      columns: new Map<string, Column>([
        ["host", textColumn(["a", "b", "a", "a", "b"])],
        ["t", { kind: "time", values: Float64Array.of(9000, 2000, 1000, 4000, 2000) }],
      ]),
    };
    const fitted = encoder({ columns: { t: { kind: "sincePrevious", entity: "host" } } }).fit(table);
    const { data } = fitted.transform(table);
    const shown = [0, 1, 2, 3, 4].map((i) => [
      fitted.text(0, data[2 * i]!),
      fitted.text(1, data[2 * i + 1]!),
    ]);
    assert.deepEqual(
      shown.map(([, missing]) => missing),
      ["no", "yes", "yes", "no", "no"],
    );
    assert.deepEqual([shown[0]![0], shown[3]![0], shown[4]![0]], ["5", "3", "0"]);
    assert.deepEqual(fitted.columns, ["t", "host"]);
  });
});

describe('encoder({ output: "numbers" })', () => {
  it("gives detectors of numbers a matrix without a word", async () => {
    const table: Columns = {
      rows: 40,
      columns: new Map<string, Column>([
        [
          "program",
          textColumn(Array.from({ length: 40 }, (_, i) => (i === 7 ? "evil" : ["a", "b"][i % 2]!))),
        ],
        ["size", { kind: "number", values: Float64Array.from({ length: 40 }, (_, i) => i / 3) }],
      ]),
    };
    const fitted = encoder({ output: "numbers" }).fit(table);
    const x = fitted.transform(table);
    const model = await isolationForest().fit(x);
    const scores = model.score(x);
    assert.equal(scores.indexOf(Math.max(...scores)), 7);
    const [why] = explainInWords(model, x, { rows: [7], seen: table, sources: fitted.sources, top: 1 });
    assert.match(why!.sentence, /^program: "evil" \(/);
  });
  it("refuses what cannot be a number, and unknown words, zones and options", () => {
    const refused = (options: unknown, message: string) =>
      assert.throws(() => encoder(options as object), { message });
    refused(
      { output: "numbers", columns: { a: "category" } },
      'encoder: kind of "a" must make numbers, got category; use oneHot, frequency or hash',
    );
    refused({ output: "all" }, 'encoder: output must be mixed or numbers, got "all"');
    refused(
      { columns: { a: { kind: "clock", zone: "Mars" } } },
      'encoder: zone must be a time zone such as "Europe/Berlin", got "Mars"',
    );
    refused(
      { columns: { a: { kind: "ngrams", of: "words" } } },
      'encoder: of must be characters or tokens, got "words"',
    );
    refused(
      { columns: { a: { kind: "hash", bucket: 3 } } },
      'encoder: options must be among kind, buckets, got "bucket"; did you mean "buckets"?',
    );
    refused(
      { columns: { a: { kind: "sincePrevious" } } },
      "encoder: entity must be the name of a column, got undefined",
    );
    assert.throws(() => encoder({ columns: { n: "clock" } }).fit(numbers(TEN)), {
      message: 'encoder: column "n" must be a time for clock, got a number',
    });
  });
});

function numbers(values: readonly number[]): Columns {
  return {
    rows: values.length,
    columns: new Map([["n", { kind: "number", values: Float64Array.from(values) }]]),
  };
}

function texts(values: readonly (string | null)[]): Columns {
  return { rows: values.length, columns: new Map([["t", textColumn(values)]]) };
}

function times(instants: readonly string[]): Columns {
  const values = Float64Array.from(instants, (instant) => Date.parse(instant));
  return { rows: values.length, columns: new Map([["t", { kind: "time", values }]]) };
}
