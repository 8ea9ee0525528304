import { name, raw, type Sql } from "../engine/sql";
import { pathPattern } from "../evidence/artefacts/patterns";

/**
 * SQL of a key column for comparing apart from versions, GUIDs, SIDs, users' folders and letter case.
 *
 * The column's normalised twin (`task_pattern` of `task_name`, `command_pattern` of `command`) where all sides have
 * it; else the same rules on the text itself. Columns that are no text are compared as they are.
 */
export function keyPattern(column: string, sides: readonly ReadonlyMap<string, string>[]): Sql {
  const twin = twinsOf(column).find((one) => sides.every((types) => types.has(one)));
  if (twin !== undefined) return name(twin);
  const isText = sides.every((types) => types.get(column) === "VARCHAR");
  return isText ? raw(pathPattern(name(column).text[0]!)) : name(column);
}

function twinsOf(column: string): string[] {
  return [`${column}_pattern`, `${column.replace(/_name$/, "")}_pattern`];
}
