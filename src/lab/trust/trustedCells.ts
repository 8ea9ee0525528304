import type { Cell, Notebook, Output } from "../../notebook/nbformat";

/**
 * A notebook for a page: each code cell says whether its outputs may do more than be looked at.
 *
 * Source: Jupyter's `NotebookNotary.mark_cells`.
 */
export function withTrust(notebook: Notebook, isKnown: boolean): Notebook {
  const cells = notebook.cells.map((cell): Cell => {
    if (cell.cell_type !== "code") return cell;
    return { ...cell, metadata: { ...cell.metadata, trusted: isKnown || isHarmless(cell) } };
  });
  return { ...notebook, cells };
}

/** A notebook for the disk, where nobody's word for trust counts. */
export function withoutTrust(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell): Cell => {
    const { trusted: _, ...metadata } = cell.metadata;
    return { ...cell, metadata };
  });
  return { ...notebook, cells };
}

/** Whether the person who saves a notebook made, or trusted, all that its outputs hold. */
export function isTrusted(notebook: Notebook): boolean {
  return notebook.cells.every((cell) => cell.metadata.trusted === true || isHarmless(cell));
}

/** Only what stands in outputs with types of their own can do something. */
function isHarmless(cell: Cell): boolean {
  return cell.cell_type !== "code" || cell.outputs.every(isText);
}

function isText(output: Output): boolean {
  return output.output_type === "stream" || output.output_type === "error";
}
