import assert from "node:assert/strict";
import { random } from "../../src/core/random";
import { type Column, type Columns, textColumn } from "../../src/core/table";
import { encoder, restoreEncoder } from "../../src/encode/encoder";
import type { ColumnCoding } from "../../src/encode/kinds";

/** What the kit needs to know of a way to encode. */
export interface EncoderCase {
  readonly coding: ColumnCoding | readonly ColumnCoding[];
  /** Which of the columns of the kit's table it reads. */
  readonly column: "program" | "seconds" | "time";
  /** Whether a row's numbers depend on the other rows, as a time since the previous event must. */
  readonly looksAround?: boolean;
  /** Whether it makes codes, which have no place among numbers alone. */
  readonly codesOnly?: boolean;
}

/** The kit of the encoder contract; run on every kind. */
export function encoderContract(
  title: string,
  { coding, column, looksAround = false, codesOnly = false }: EncoderCase,
): void {
  describe(`${title} keeps the encoder contract`, () => {
    const make = (output: "mixed" | "numbers") => encoder({ columns: { [column]: coding }, output });
    for (const output of codesOnly ? (["mixed"] as const) : (["mixed", "numbers"] as const)) {
      const baseline = madeTable(200, 1);
      const other = madeTable(50, 2);
      const fitted = make(output).fit(baseline);
      describe(`with output ${output}`, () => {
        it("E1 the matrix has a finite number in every place, and codes within their levels", () => {
          for (const table of [baseline, other, wildTable()]) {
            const x = fitted.transform(table);
            assert.equal(x.data.length, table.rows * x.columns.length);
            x.data.forEach((value, at) => {
              const { type } = x.columns[at % x.columns.length]!;
              assert.ok(Number.isFinite(value));
              if (type.kind === "category") assert.ok(Number.isInteger(value) && value < type.levels.length);
              if (output === "numbers") assert.equal(type.kind, "number");
            });
          }
        });
        it("E2 is fitted on the baseline only: other rows change nothing", () => {
          const before = JSON.stringify(fitted);
          fitted.transform(other);
          assert.equal(JSON.stringify(fitted), before);
          assert.deepEqual(make(output).fit(baseline).transform(other), fitted.transform(other));
        });
        it("E3 restored from its JSON it reads rows to the same bits", () => {
          const again = restoreEncoder(JSON.parse(JSON.stringify(fitted)));
          assert.deepEqual(again.transform(other), fitted.transform(other));
          assert.deepEqual(
            [again.columns, again.sources, again.notes],
            [fitted.columns, fitted.sources, fitted.notes],
          );
        });
        it("E4 every matrix column has a name of its own and says what it was made of", () => {
          const { columns } = fitted.transform(other);
          assert.equal(new Set(columns.map(({ name }) => name)).size, columns.length);
          assert.deepEqual(
            fitted.sources,
            columns.map(() => column),
          );
          assert.ok(columns.every(({ name }) => name.startsWith(column)));
        });
        it("E5 text says what a value stands for", () => {
          const x = fitted.transform(other);
          for (let j = 0; j < x.columns.length; j++)
            assert.equal(typeof fitted.text(j, x.data[j]!), "string");
        });
        it("E6 a column that is constant in the baseline is kept and named", () => {
          const { columns } = baseline;
          const constant = {
            rows: 5,
            columns: new Map([...columns].map(([name, c]) => [name, repeat(c, 3, 5)])),
          };
          const told = make(output).fit(constant);
          assert.ok(
            told.notes.some((note) => note.includes("is constant")),
            told.notes.join(),
          );
          assert.equal(told.transform(constant).rows, 5);
        });
        it("E7 tables are left as they are, one row or none is read, a missing column is named", () => {
          const copy = structuredClone(other);
          fitted.transform(other);
          assert.deepEqual(other, copy);
          assert.equal(fitted.transform(madeTable(1, 3)).rows, 1);
          assert.equal(fitted.transform(madeTable(0, 3)).data.length, 0);
          const without = { rows: 1, columns: new Map([[`${column}s`, other.columns.get(column)!]]) };
          assert.throws(() => fitted.transform(without), { name: "TypeError", message: /did you mean/ });
        });
        if (looksAround) return;
        it("E8 a row is read the same alone and among others", () => {
          const x = fitted.transform(other);
          const width = x.columns.length;
          for (const i of [0, 17, 49]) {
            const alone = {
              rows: 1,
              columns: new Map([...other.columns].map(([n, c]) => [n, repeat(c, i, 1)])),
            };
            assert.deepEqual(fitted.transform(alone).data, x.data.slice(i * width, (i + 1) * width));
          }
        });
      });
    }
  });
}

const PROGRAMS = [
  "C:\\Windows\\cmd.exe",
  "C:\\Windows\\System32\\svchost.exe",
  "/usr/bin/ls",
  "",
  "a b c",
  "__proto__",
];

/** Seeded rows: texts, numbers and times, with missing ones among them. */
function madeTable(rows: number, seed: number): Columns {
  const draw = random(seed);
  const each = <T>(make: () => T) =>
    Array.from({ length: rows }, () => (draw.integer(10) === 0 ? undefined : make()));
  const numbers = (kind: "number" | "time", values: (number | undefined)[]): Column => ({
    kind,
    values: Float64Array.from(values, (value) => value ?? Number.NaN),
  });
  const texts = (values: (string | undefined)[]) => textColumn(values.map((value) => value ?? null));
  return {
    rows,
    columns: new Map<string, Column>([
      ["host", texts(each(() => `pc${draw.integer(5)}`))],
      ["program", texts(each(() => PROGRAMS[draw.integer(PROGRAMS.length)]!))],
      [
        "seconds",
        numbers(
          "number",
          each(() => Math.exp(3 * draw.normal())),
        ),
      ],
      [
        "time",
        numbers(
          "time",
          each(() => 1.7e12 + draw.next() * 1e10),
        ),
      ],
    ]),
  };
}

/** Values at the edges: unseen, huge, infinite, before 1970, hostile. */
function wildTable(): Columns {
  const texts = ["\u0000\ud800<script>", "x".repeat(100_000), "-1e999", "\u202e", null];
  const numbers = [1e300, -1e300, Number.POSITIVE_INFINITY, Number.NaN, -0];
  const times = [-1e13, 0, 8.64e15, Number.NaN, 1];
  return {
    rows: 5,
    columns: new Map<string, Column>([
      ["host", textColumn(texts)],
      ["program", textColumn(texts)],
      ["seconds", { kind: "number", values: Float64Array.from(numbers) }],
      ["time", { kind: "time", values: Float64Array.from(times) }],
    ]),
  };
}

function repeat(column: Column, row: number, times: number): Column {
  return column.kind === "category"
    ? { ...column, codes: new Int32Array(times).fill(column.codes[row]!) }
    : { ...column, values: new Float64Array(times).fill(column.values[row]!) };
}
