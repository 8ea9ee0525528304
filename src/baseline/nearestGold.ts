import { checkOptions } from "../core/check";
import { checkColumns, nameList } from "../engine/checkColumns";
import type { Relation } from "../engine/engine";
import { join, name, type Sql, sql } from "../engine/sql";
import { allImages, imagesOf } from "./goldImages";
import { keyPattern } from "./keyPattern";

/** Options of {@link nearestGold}. */
export interface NearestGoldOptions {
  /** The column or columns that say what a thing is: `task_name`. */
  readonly key: string | readonly string[];
  /** The column that says which machine a row is of. @default "host" */
  readonly over?: string;
}

/**
 * Which gold image each host comes from: the one whose things it shares most of.
 *
 * Gives one row a host: the `over` column, `gold` (name of the image), `similarity` (Jaccard: things in both by things
 * in either, compared apart from versions), `runner_up` and `runner_up_similarity` (the second nearest; null with one
 * image). A small distance between the two, or a small similarity, is a finding by itself: a host of no known kind.
 * Ties go to the first name. One grouping pass over fleet and images.
 *
 * Source: Jaccard, Étude comparative de la distribution florale (1901).
 */
export async function nearestGold(
  gold: Readonly<Record<string, Relation>>,
  fleet: Relation,
  options: NearestGoldOptions,
): Promise<Relation> {
  checkOptions("nearestGold", options, ["key", "over"]);
  const { over = "host" } = options;
  const keys = nameList("nearestGold", "key", options.key);
  const images = imagesOf("nearestGold", gold, fleet);
  const fleetTypes = await checkColumns("nearestGold", fleet, [...keys, over]);
  const types = [fleetTypes];
  for (const image of images.values()) types.push(await checkColumns("nearestGold", image, keys));
  const patterns = keys.map((key) => keyPattern(key, types));
  const thing = join(patterns.map((pattern, i) => sql`${pattern} as ${name(`_p${i}`)}`));
  return fleet.engine.relation(similarities(fleet, allImages(images, thing), thing, keys.length, over));
}

function similarities(fleet: Relation, gold: Sql, thing: Sql, width: number, over: string): Sql {
  const parts = Array.from({ length: width }, (_, i) => name(`_p${i}`));
  const present = join(
    parts.map((part) => sql`${part} is not null`),
    " and ",
  );
  const things = join(parts);
  return sql`with g as (select distinct _image, ${things} from (${gold}) where ${present}),
    f as (select distinct ${name(over)} as _host, ${things} from (select ${name(over)}, ${thing} from ${fleet}) where ${present} and ${name(over)} is not null),
    sizes as (select _image, count(*) as n from g group by all),
    hosts as (select _host, count(*) as n from f group by all),
    common as (select _host, _image, count(*) as n from f join g using (${things}) group by all),
    pairs as (select h._host, s._image, coalesce(c.n, 0) / (h.n + s.n - coalesce(c.n, 0)) as likeness
      from hosts h cross join sizes s left join common c on c._host = h._host and c._image = s._image),
    ranked as (select *, row_number() over (partition by _host order by likeness desc, _image) as place from pairs)
  select a._host as ${name(over)}, a._image as gold, a.likeness as similarity, b._image as runner_up, b.likeness as runner_up_similarity
  from (select * from ranked where place = 1) a left join (select * from ranked where place = 2) b on a._host = b._host order by 1`;
}
