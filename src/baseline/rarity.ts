import { checkOptions } from "../core/check";
import { checkColumns, nameList } from "../engine/checkColumns";
import type { Relation } from "../engine/engine";
import { join, name, sql } from "../engine/sql";
import { lfo, spreadOf } from "./lfo";

/** Options of {@link rarity}. */
export interface RarityOptions {
  /** The column or columns whose values are counted together. */
  readonly by: string | readonly string[];
  /** The column over whose distinct values something is widespread or rare. @default "host" */
  readonly over?: string;
}

/**
 * Every row with the rarity of its value, for joining with other methods: the stack of {@link lfo}, back on the rows.
 *
 * Adds `rarity` (bits: -log2 of the share of hosts, or of another `over`, that have the value), `rarity_hosts` (that
 * number) and `tail_probability` (the share of rows with a value this rare or rarer). All three are null where a
 * `by` column is missing. Rows come in no particular order. One grouping pass and a join.
 */
export async function rarity(relation: Relation, options: RarityOptions): Promise<Relation> {
  checkOptions("rarity", options, ["by", "over"]);
  const { over = "host" } = options;
  const by = nameList("rarity", "by", options.by);
  await checkColumns("rarity", relation, [...by, over]);
  const stack = await lfo(relation, { by, over });
  const spread = name(spreadOf(over));
  const same = join(
    by.map((column) => sql`r.${name(column)} = s.${name(column)}`),
    " and ",
  );
  // Values of equal spread and count are equally rare: each counts with all of them.
  const tied = sql`select *, max(cumulative) over (partition by ${spread}, count) as _tail from ${stack}`;
  return relation.engine.relation(
    sql`select r.*, log2(t.whole / s.${spread}) as rarity, s.${spread} as rarity_hosts, s._tail as tail_probability from ${relation} r left join (${tied}) s on ${same} cross join (select count(distinct ${name(over)}) as whole from ${relation}) t`,
  );
}
