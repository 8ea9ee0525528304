import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Cell, Notebook } from "../../src/notebook/nbformat";

/** A folder for temporary notebooks in which a kernel finds the project's packages. */
export function makeFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "huntbook-test-"));
  symlinkSync(resolve(__dirname, "../../node_modules"), join(folder, "node_modules"), "junction");
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A notebook of code cells; a text that begins with `#` is a markdown cell. */
export function notebookOf(...sources: string[]): Notebook {
  const cells = sources.map(
    (source): Cell =>
      source.startsWith("#")
        ? { cell_type: "markdown", metadata: {}, source }
        : { cell_type: "code", metadata: {}, source, execution_count: null, outputs: [] },
  );
  return { nbformat: 4, nbformat_minor: 4, metadata: {}, cells };
}
