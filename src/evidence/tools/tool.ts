import { type ArtefactRow, artefactRecord } from "../artefacts/artefactView";
import type { Json } from "../dialects/fields";
import type { EventRecord } from "../event";

/** A tool whose output is evidence: how its rows are known, and what they become. */
export interface Tool {
  /** Name of the kind, such as `zeek conn`. */
  readonly kind: string;
  /** Columns that all its output has, one of each list. The tool with the most of them is the one. */
  readonly columns: readonly (readonly string[])[];
  /** What a row becomes; none for what says nothing about the machine. `record` is its place in the file. */
  records(row: Json, record: number): readonly EventRecord[];
}

/** A row of a view, without what is the same for all rows of a tool. */
export type ToolRow = Omit<ArtefactRow, "kind" | "record">;

/**
 * A tool whose rows become one row of a view each, or none.
 *
 * @example
 * viewTool("t", [["pid"]], () => null).records({}, 1) // []
 */
export function viewTool(kind: string, columns: Tool["columns"], rowOf: (row: Json) => ToolRow | null): Tool {
  return {
    kind,
    columns,
    records(row, record) {
      const made = rowOf(row);
      return made === null ? [] : [artefactRecord({ ...made, kind, record })];
    },
  };
}
