import assert from "node:assert/strict";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { executeNotebook } from "../../src/notebook/executeNotebook";
import type { CodeCell, Notebook, Output } from "../../src/notebook/nbformat";
import { ROOT } from "../house/sources";

/** What a code cell shows, whatever its kernel calls it. */
interface Shown {
  readonly source: string;
  readonly text: string;
  /** Plotly's data, as it was sent. */
  readonly figures: readonly unknown[];
}

/** Cells with this tag measure something: their numbers are not compared. */
const VARIES = "varies";

/**
 * Runs a notebook in our kernel and in stock tslab at the same time, each in its own copy of `notebooks/` below
 * `folder`, so that neither reads what the other wrote.
 *
 * Returns what ours made, when both ended well and showed the same: every text and all data of every figure. Times and
 * progress are left out, and all numbers of cells that are tagged `varies`.
 */
export async function runInBothKernels(notebook: Notebook, folder: string): Promise<Notebook> {
  const [ours, theirs] = await Promise.all(
    ["huntbook", "tslab"].map(async (kernel) => {
      const place = workingCopy(join(folder, kernel));
      const { notebook: executed, failure } = await executeNotebook(notebook, { kernel, folder: place });
      assert.equal(failure, undefined, `${kernel}, cell ${failure?.cell}: ${failure?.message}`);
      return executed;
    }),
  );
  assert.deepEqual(shownBy(ours!), shownBy(theirs!));
  return ours!;
}

/** A folder beside which a notebook finds the sample data and the packages. */
function workingCopy(root: string): string {
  const place = join(root, "notebooks");
  mkdirSync(root, { recursive: true });
  cpSync(join(ROOT, "notebooks"), place, { recursive: true });
  for (const name of ["node_modules", "data"]) symlinkSync(join(ROOT, name), join(root, name), "junction");
  return place;
}

function shownBy(notebook: Notebook): Shown[] {
  const cells = notebook.cells.filter((cell): cell is CodeCell => cell.cell_type === "code");
  return cells.map(({ source, outputs, metadata }) => {
    const text = outputs
      .map(textOf)
      .join("")
      .replace(/\d+(\.\d+)? m?s\b/g, "TIME");
    const varies = Array.isArray(metadata.tags) && metadata.tags.includes(VARIES);
    return {
      source,
      text: varies ? text.replace(/ *\d[\d,.]*/g, " N") : text,
      figures: outputs.flatMap((output) =>
        "data" in output ? (output.data["application/vnd.plotly.v1+json"] ?? []) : [],
      ),
    };
  });
}

/** Progress is drawn by slow runs only. */
function textOf(output: Output): string {
  if (output.output_type === "stream") return output.text;
  if (!("data" in output)) return `${output.ename}\n`;
  const isProgress = String(output.data["text/html"] ?? "").startsWith("<div><progress ");
  return isProgress ? "" : `${String(output.data["text/plain"] ?? "")}\n`;
}
