import type { Cell, Notebook } from "./nbformat";

/**
 * A copy without outputs, execution counts and execution times: the form in which notebooks are kept in git.
 *
 * @example
 * stripOutputs({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] }).cells.length // 0
 */
export function stripOutputs(notebook: Notebook): Notebook {
  return { ...notebook, cells: notebook.cells.map(stripCell) };
}

function stripCell(cell: Cell): Cell {
  const { execution: _execution, ...metadata } = cell.metadata;
  return cell.cell_type === "code"
    ? { ...cell, metadata, outputs: [], execution_count: null }
    : { ...cell, metadata };
}
