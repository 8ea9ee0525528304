import { checkOptions } from "../core/check";
import { checkColumns, nameList } from "../engine/checkColumns";
import type { Relation } from "../engine/engine";
import { join, name, raw, type Sql, sql } from "../engine/sql";
import { type AllowRule, allowedBy } from "./allowRules";
import { deviations } from "./deviations";
import { type GoldImages, imagesOf } from "./goldImages";
import { keyPattern } from "./keyPattern";
import { nearestGold } from "./nearestGold";

/** Options of {@link baseline}. */
export interface BaselineOptions {
  /** The column or columns that say what a thing is: `image`, or `task_name`. */
  readonly key: string | readonly string[];
  /** Columns that must stay as they are in the image: `command`, `hash`. @default none */
  readonly compare?: string | readonly string[];
  /** Lists deviations for each value of these columns: per `host`, role or user. @default the fleet as one */
  readonly per?: string | readonly string[];
  /** The column that says which machine a row is of. @default "host" */
  readonly over?: string;
  /** Deviations that are known and accepted. @default none */
  readonly allow?: readonly AllowRule[];
  /** The day for which rules with an end are judged. @default today */
  readonly today?: Date;
}

/**
 * What a fleet has that its gold image has not, what it lacks, and what it has in another form.
 *
 * Gives one row for each deviation:
 * - `status`: `new` (the key is not in the image), `missing` (the image's key is not in the fleet, or not on this
 *   host with `per: "host"`), `changed` (the key is, its `compare` columns are not);
 * - the `per` columns, the `key` columns, the `compare` columns (as the fleet has them) and `gold_…` for each of them
 *   (as the image has them; several versions are joined with " | ");
 * - `count` (rows; of the image for what is missing), `hosts` (that have the deviation, over the whole fleet
 *   whatever `per` is), `prevalence` (their share of the image's hosts; null without an `over` column),
 *   `first_seen`, `last_seen`;
 * - `drift`: true where only a version, GUID, SID, user's folder or letter case differs from something of the other
 *   side, in the key and in the compared columns: the same thing in a newer build, not a novelty. An updater's name
 *   with another GUID is drift by its name alone; with `compare: "command"` it is not when its program is another;
 * - `gold`: the image that was compared with; `allowed`: the reason of the rule that accepts it, or null.
 *
 * With several images each host is compared with its {@link nearestGold}. Order: what no rule allows, no drift, the
 * fewest hosts first. Rows without a key are no things and do not count. Grouping and joins in the engine.
 *
 * Throws a `TypeError` for columns that the fleet or an image does not have.
 *
 * Source: DS4N6, Threat Hunting with AI, part 1 (2021): baseline analysis.
 */
export async function baseline(
  gold: GoldImages,
  fleet: Relation,
  options: BaselineOptions,
): Promise<Relation> {
  checkOptions("baseline", options, ["key", "compare", "per", "over", "allow", "today"]);
  const { over = "host", allow = [], today = new Date() } = options;
  const keys = nameList("baseline", "key", options.key);
  const compare = options.compare === undefined ? [] : nameList("baseline", "compare", options.compare);
  const per = options.per === undefined ? [] : nameList("baseline", "per", options.per);
  checkNames([...per, ...keys, ...compare]);
  const images = imagesOf("baseline", gold, fleet);
  const fleetTypes = await checkColumns("baseline", fleet, [...keys, ...compare, ...per]);
  const goldTypes: ReadonlyMap<string, string>[] = [];
  for (const image of images.values()) {
    goldTypes.push(await checkColumns("baseline", image, [...keys, ...compare]));
  }
  const pattern = (column: string) => keyPattern(column, [...goldTypes, fleetTypes]);
  const assigned =
    images.size === 1 ? undefined : await nearestGold(Object.fromEntries(images), fleet, { key: keys, over });
  const query = deviations(
    { keys, compare, per, keyPatterns: keys.map(pattern), comparePatterns: compare.map(pattern) },
    {
      images,
      fleet: assignedRows(fleet, assigned, [...images.keys()][0]!, over),
      host: fleetTypes.has(over) ? name(over) : raw("null::varchar"),
      fleetTime: timeOf([fleetTypes]),
      goldTime: timeOf(goldTypes),
    },
  );
  const columns = [...per, ...keys, ...compare];
  const allowed = allowedBy(allow, columns, today);
  return fleet.engine.relation(
    sql`select *, ${allowed} as allowed from (${query}) order by allowed is not null, drift, hosts, status, count, ${join(columns.map(name))}`,
  );
}

/** The column `time` where every side has it as one. */
function timeOf(types: readonly ReadonlyMap<string, string>[]): Sql {
  return raw(types.every((known) => known.get("time")?.startsWith("TIMESTAMP")) ? "time" : "null::timestamp");
}

/** The fleet's rows with the image of their host in `_image`; rows of no known host have none. */
function assignedRows(fleet: Relation, assigned: Relation | undefined, only: string, over: string): Sql {
  if (assigned === undefined) return sql`(select *, ${only}::varchar as _image from ${fleet})`;
  return sql`(select f.*, a.gold as _image from ${fleet} f join ${assigned} a on f.${name(over)} = a.${name(over)})`;
}

const OUTPUT = [
  "status",
  "count",
  "hosts",
  "prevalence",
  "first_seen",
  "last_seen",
  "drift",
  "gold",
  "allowed",
];

function checkNames(columns: readonly string[]): void {
  const taken = columns.find((column) => OUTPUT.includes(column));
  if (taken !== undefined || new Set(columns).size < columns.length) {
    throw new TypeError(
      `baseline: key, compare and per must name different columns, none of them ${OUTPUT.join(", ")}, got ${columns.join(", ")}; rename with select`,
    );
  }
}
