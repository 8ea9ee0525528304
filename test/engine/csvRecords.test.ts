import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { random } from "../../src/core/random";
import { type CsvShape, fittingRecords, MAX_RECORD } from "../../src/engine/csvRecords";

const SHAPE: CsvShape = {
  columns: 2,
  delimiter: ",",
  quote: '"',
  escape: '"',
  newline: "\n",
  skippedLines: 0,
  comment: "",
};

/** What is kept of a text that comes in pieces, and the lines that are lost. */
async function fitted(text: string | Buffer, shape: Partial<CsvShape> = {}, piece = 2 ** 20) {
  const bytes = Buffer.from(text as string);
  const pieces = async function* () {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
  };
  const [kept, lost]: [Buffer[], [number, string][]] = [[], []];
  const lose = (line: number, reason: string) => lost.push([line, reason]);
  for await (const part of fittingRecords(pieces(), { ...SHAPE, ...shape }, lose)) kept.push(part);
  return { kept: Buffer.concat(kept).toString(), lost };
}

const tooMany = (line: number, cells: number): [number, string] => [
  line,
  `record must have at most 2 cells, got ${cells}`,
];

describe("fittingRecords", () => {
  it("fittingRecords(bytes, shape) leaves records of too many cells out, and their lines empty", async () => {
    const text = 'a,b\n1,2\n1,2,3\n"x\ny",2,3\n4,5\n6,7,8';
    assert.deepEqual(await fitted(text), {
      kept: "a,b\n1,2\n\n\n\n4,5\n",
      lost: [tooMany(3, 3), tooMany(4, 3), tooMany(7, 3)],
    });
  });

  for (const [what, text] of [
    ["delimiters and line ends in quotes", 'a,b\n"1,2,3\n4,5,6",x\n'],
    ["doubled quotes", 'a,b\n"a "",""b,c",x\n"",""\n'],
    ["blanks around quotes", 'a,b\n1, "x,y" \r\n'],
    ["a quote within a bare cell", 'a,b\n5" disk,x\n6" disk,y\n'],
    ["empty cells too many", 'a,b\n1,2,\n1,2,,,\r\n1,2,"",""\n1,,,\n'],
    ["a byte order mark before a quote", '\ufeff"a,b",c\n1,2\n'],
    ["too few cells, and empty lines", "a,b\n1\n\n\n"],
    ["no line end", "a,b\n1,2"],
  ] as const) {
    it(`fittingRecords(bytes, shape) keeps ${what}, bit for bit`, async () => {
      assert.deepEqual(await fitted(text), { kept: text, lost: [] });
      assert.deepEqual(await fitted(text, {}, 3), { kept: text, lost: [] });
    });
  }

  it("fittingRecords(bytes, shape) goes by the marks of the shape", async () => {
    const semicolon = await fitted("a;b\r'1;2';3\r1;2;3\r", { delimiter: ";", quote: "'", newline: "\r" });
    assert.deepEqual(semicolon, { kept: "a;b\r'1;2';3\r\r", lost: [tooMany(3, 3)] });
    const backslash = await fitted('a,b\n"1\\",2",3\n', { escape: "\\" });
    assert.deepEqual(backslash.lost, []);
    const before = "Made by X, Y, Z\n#a,b,c\na,b\n1,2\n";
    assert.equal((await fitted(before, { skippedLines: 1, comment: "#" })).kept, before);
    // Empty lines would be rows here.
    assert.equal((await fitted("a\n1,2\n3\n", { columns: 1 })).kept, "a\n3\n");
  });

  it("fittingRecords(bytes, shape) leaves wide lines out where a quote is broken, and no other", async () => {
    const wide = `${"1,".repeat(1000)}2`;
    for (const broken of ['1,"abc', '1,"a"x"']) {
      const { kept, lost } = await fitted(`a,b\n${broken}\n${wide}\n3,4\n2,"x"\n5,6\n`);
      assert.equal(kept, `a,b\n${broken}\n\n3,4\n2,"x"\n5,6\n`);
      assert.deepEqual(
        lost.map(([line]) => line),
        [3],
      );
    }
    const open = await fitted(`a,b\n1,"abc\n${wide}\n3,4`);
    assert.equal(open.kept, `a,b\n1,"abc\n\n3,4`);
  });

  it("fittingRecords(bytes, shape) leaves a record without end out, and goes on at the next line", async () => {
    const long = Buffer.concat([
      Buffer.from('a,b\n1,"'),
      Buffer.alloc(2 * MAX_RECORD, "x"),
      Buffer.from("\n3,4\n"),
    ]);
    const { kept, lost } = await fitted(long);
    assert.equal(kept, "a,b\n\n3,4\n");
    assert.deepEqual(lost, [[2, `record is longer than ${MAX_RECORD} bytes`]]);
  });

  it("fittingRecords(bytes, shape) of 3000 texts of marks is the same in any pieces, and fits afterwards", async () => {
    const source = random(17);
    const alphabet = ['"', ",", "\n", "\r\n", "a", " ", '""', '","', "ü", "\ufeff", "b,c"];
    for (let i = 0; i < 3000; i++) {
      const text = Array.from({ length: source.integer(40) }, () => source.pick(alphabet)).join("");
      const whole = await fitted(text);
      assert.deepEqual(await fitted(text, {}, 1 + source.integer(5)), whole, JSON.stringify(text));
      const again = await fitted(whole.kept);
      assert.deepEqual(again, { kept: whole.kept, lost: [] }, JSON.stringify(text));
      // Lines keep their numbers.
      const ends = (s: string) => s.split("\n").length;
      assert.equal(ends(whole.kept), ends(text), JSON.stringify(text));
    }
  });
});
