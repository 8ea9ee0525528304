import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { ROOT } from "./house/sources";

const FOLDER = join(ROOT, "notebooks");
const SECTIONS = [
  "Question",
  "Data",
  "Naive try",
  "Method from scratch",
  "Method",
  "Result picture",
  "Interpretation",
  "Exercises",
  "Sources",
];
const CELLS = [20, 45];
const WORDS = 1800;
const CELL_LINES = 12;

interface Cell {
  readonly cell_type: "code" | "markdown" | "raw";
  readonly source: string | readonly string[];
  readonly outputs?: readonly unknown[];
  readonly execution_count?: number | null;
}

describe("notebooks", () => {
  if (!existsSync(FOLDER)) {
    it("notebooks has the form of a lesson", function () {
      console.log("    (skipped: no folder notebooks yet)");
      this.skip();
    });
    return;
  }
  const names = readdirSync(FOLDER).filter((name) => name.endsWith(".ipynb"));
  it("notebooks has at least one, each named NN-verb-noun.ipynb", () => {
    assert.ok(names.length > 0);
    assert.deepEqual(
      names.filter((name) => !/^\d\d(-[a-z0-9]+)+\.ipynb$/.test(name)),
      [],
    );
  });
  for (const name of names) describe(name, () => checkNotebook(join(FOLDER, name)));
});

function checkNotebook(path: string): void {
  const cells: Cell[] = JSON.parse(readFileSync(path, "utf8")).cells;
  const prose = cells.filter((cell) => cell.cell_type === "markdown").map(textOf);
  const code = cells.filter((cell) => cell.cell_type === "code").map(textOf);

  it("opens with a card whose title asks the notebook's one question", () => {
    assert.equal(cells[0]!.cell_type, "markdown");
    assert.match(prose[0]!, /^# .*\?$/m);
    for (const part of ["ATT&CK", "Data", "Seconds", "Before"]) {
      assert.ok(prose[0]!.toLowerCase().includes(part.toLowerCase()), `the card says nothing of ${part}`);
    }
  });

  it("has the sections of a lesson, in order", () => {
    const headings = prose.flatMap((text) => [...text.matchAll(/^## +(.*)$/gm)].map((m) => m[1]!));
    const found = headings.map(sectionOf).filter((section) => section !== undefined);
    assert.deepEqual(found, SECTIONS);
  });

  it(`has ${CELLS[0]} to ${CELLS[1]} cells, at least half of them prose, at most ${WORDS} words`, () => {
    assert.ok(cells.length >= CELLS[0]! && cells.length <= CELLS[1]!, `${cells.length} cells`);
    assert.ok(prose.length * 2 >= cells.length, `${prose.length} of ${cells.length} cells are prose`);
    const words = prose.join(" ").split(/\s+/).filter(Boolean).length;
    assert.ok(words <= WORDS, `${words} words`);
  });

  it(`has code cells of at most ${CELL_LINES} lines`, () => {
    const long = code.filter((text) => text.split("\n").length > CELL_LINES);
    assert.deepEqual(
      long.map((text) => text.split("\n")[0]),
      [],
    );
  });

  it("imports huntbook once, at the top", () => {
    const line = 'import * as hb from "huntbook"';
    assert.ok(code[0]!.includes(line));
    assert.equal(code.join("\n").split(/from ["']huntbook["']/).length - 1, 1);
  });

  it("names no path outside the project", () => {
    const absolute = /["'`](\/[A-Za-z]|[A-Za-z]:[\\/]|~\/|file:\/\/)|\/(home|Users)\/|C:\\+Users\\/;
    const windows = /["'`][A-Za-z]:[\\/]/; // Windows paths are evidence where they are compared, not read.
    const read = /\b(read|readFile|open|import|require)\w*\(/;
    const bad = code.flatMap((text) =>
      text.split("\n").filter((one) => absolute.test(one) && (!windows.test(one) || read.test(one))),
    );
    assert.deepEqual(bad, []);
  });

  it("is kept without outputs", () => {
    const run = cells.filter((cell) => cell.cell_type === "code");
    assert.ok(run.every((cell) => cell.outputs?.length === 0 && cell.execution_count === null));
  });
}

function textOf(cell: Cell): string {
  return typeof cell.source === "string" ? cell.source : cell.source.join("");
}

/** The section that a heading opens: "Method from scratch: …" is not "Method". */
function sectionOf(heading: string): string | undefined {
  const longestFirst = [...SECTIONS].sort((a, b) => b.length - a.length);
  return longestFirst.find((section) => heading.toLowerCase().startsWith(section.toLowerCase()));
}
