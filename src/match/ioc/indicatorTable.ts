import { textColumn } from "../../core/table";
import type { Engine, Relation } from "../../engine/engine";
import type { IndicatorSet } from "./indicator";

const COLUMNS = ["status", "type", "value", "field", "title", "level", "attack", "lists", "reason"] as const;

type Entry = Readonly<Record<(typeof COLUMNS)[number], string | null>>;

/**
 * Every entry of the lists as a relation: those that are hunted first, then those left out with their reason.
 *
 * Columns: `status` (`used`, `benign`, `duplicate`, `unused`), `type`, `value` (as it is compared; as written where it
 * is left out), `field` (what the list calls it), `title level attack lists reason`. O(entries).
 */
export async function indicatorTable(engine: Engine, set: IndicatorSet): Promise<Relation> {
  const entries = [...usedEntries(set), ...leftEntries(set)];
  const columns = COLUMNS.map((name) => [name, textColumn(entries.map((entry) => entry[name]))] as const);
  const table = await engine.fromColumns({ rows: entries.length, columns: new Map(columns) });
  return engine.sql`select * exclude (_row) from ${table} order by _row`;
}

function usedEntries({ indicators }: IndicatorSet): Entry[] {
  return indicators.map(({ type, value, field, title, level, attack, lists }) => ({
    status: "used",
    type,
    value,
    field,
    title,
    level,
    attack: attack.join(" ") || null,
    lists: lists.join(", "),
    reason: null,
  }));
}

function leftEntries({ leftOut }: IndicatorSet): Entry[] {
  return leftOut.map(({ why, type, value, field, list, reason }) => ({
    status: why,
    type,
    value,
    field,
    title: null,
    level: null,
    attack: null,
    lists: list,
    reason,
  }));
}
