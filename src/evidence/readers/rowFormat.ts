import { isObject } from "../dialects/fields";
import { dialectOf } from "../dialects/toEvent";
import type { JsonValue } from "../jsonValues";
import type { Tool } from "../tools/tool";
import { toolOf } from "../tools/tools";

/** What rows are: output of a tool, events in a dialect that {@link dialectOf} names, or neither. */
export type RowFormat = Tool | "events" | "table";

/**
 * What the rows of a file are, from its first ones: one that says so is enough.
 *
 * @example
 * formatOf([{ value: { a: 1 }, record: 1 }]) // "table"
 */
export function formatOf(first: readonly JsonValue[]): RowFormat {
  for (const { value } of first) {
    if (!isObject(value)) continue;
    const tool = toolOf(Object.keys(value));
    if (tool !== undefined) return tool;
    if (dialectOf(value) !== undefined) return "events";
  }
  return "table";
}
