import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PATH = join(__dirname, "..", "..", "docs", "published.md");

/**
 * Asserts that a table of docs/published.md is what a test has just measured; writes it there when the environment
 * has `HUNTBOOK_WRITE_DOCS`. The table stands between `<!-- id -->` and `<!-- /id -->`.
 *
 * `tolerance`: how far numbers may lie apart (a hundred times that in per cent), for figures of networks, whose last
 * bits depend on the processor.
 */
export function publishedTable(
  id: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  tolerance = 0,
): void {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const lines = [line(header), line(header.map(() => "---")), ...rows.map(line)];
  const document = readFileSync(PATH, "utf8");
  const [open, close] = [`<!-- ${id} -->\n`, `<!-- /${id} -->`];
  const [from, to] = [document.indexOf(open) + open.length, document.indexOf(close)];
  assert.ok(to >= from && from >= open.length, `docs/published.md has no place for ${id}`);
  if (process.env.HUNTBOOK_WRITE_DOCS) {
    writeFileSync(PATH, `${document.slice(0, from)}${lines.join("\n")}\n${document.slice(to)}`);
    return;
  }
  const written = document.slice(from, to).trim().split("\n");
  const again = "run the test with HUNTBOOK_WRITE_DOCS=1 and read the difference";
  assert.equal(written.length, lines.length, `${id} in docs/published.md has another length; ${again}`);
  lines.forEach((got, i) => {
    assert.ok(near(got, written[i]!, tolerance), `${id}: measured ${got}, written ${written[i]}; ${again}`);
  });
}

function near(a: string, b: string, tolerance: number): boolean {
  const [first, second] = [a.split("|"), b.split("|")];
  return (
    first.length === second.length &&
    first.every((cell, i) => {
      const other = second[i]!;
      const allowed = (cell.includes("%") ? 100 : 1) * tolerance + 1e-9;
      return cell === other || Math.abs(Number.parseFloat(cell) - Number.parseFloat(other)) <= allowed;
    })
  );
}
