import { describe } from "../core/check";
import { didYouMean } from "../core/suggest";
import type { Relation } from "./engine";

/**
 * The columns of a relation by name, with their SQL types; throws a `TypeError` when one of `wanted` is not there.
 *
 * `where` is the function that asks, for the message. Costs a look at the query's schema, once a relation.
 */
export async function checkColumns(
  where: string,
  relation: Relation,
  wanted: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const known = new Map((await relation.schema()).map((field) => [field.name, field.type]));
  for (const column of wanted) {
    if (!known.has(column)) {
      throw new TypeError(
        `${where}: column ${JSON.stringify(column)} not found among ${[...known.keys()].join(", ")}${didYouMean(column, known.keys())}`,
      );
    }
  }
  return known;
}

/**
 * One name or several as a list. Throws a `TypeError` for anything else, for none, and for a name that repeats.
 *
 * @example
 * nameList("lfo", "by", "task") // ["task"]
 */
export function nameList(where: string, option: string, value: unknown): readonly string[] {
  const list: unknown = typeof value === "string" ? [value] : value;
  const isNames = Array.isArray(list) && list.length > 0 && list.every((one) => typeof one === "string");
  if (!isNames || new Set(list).size < list.length) {
    throw new TypeError(`${where}: ${option} must name one column or more, got ${describe(value)}`);
  }
  return list as string[];
}
