import type { Row } from "../../../core/table";
import type { Relation } from "../../../engine/engine";
import { sql } from "../../../engine/sql";
import type { DetectionRule } from "../rule/model";
import { type SourceVariant, takes } from "../sources/sourceMap";
import { type EventFields, mappedFields, RowFields } from "./eventFields";
import type { EventCount } from "./plan";
import type { RuleGroup } from "./ruleGroup";

/** Columns of the view `events` that rules look at. */
const COLUMNS = [
  "_row",
  "_source",
  "_record",
  "time",
  "host",
  "channel",
  "provider",
  "event_id",
  "level",
  "user_sid",
  "record_id",
  "data",
  "system",
] as const;

/** Columns that a relation must have. */
export const NEEDED_COLUMNS: readonly string[] = COLUMNS;

/** Takes the hits of a scan; `event` has the fields under the names that the rule uses. */
export type HitSink = (rule: DetectionRule, row: Row, event: EventFields) => void;

/** How many events of each channel and id there are. */
export async function countEvents(relation: Relation): Promise<EventCount[]> {
  const query = sql`select lower(channel) as channel, event_id, count(*) as count from ${relation} where channel is not null and event_id is not null group by all`;
  const counts: EventCount[] = [];
  for await (const rows of relation.engine.relation(query).stream()) {
    for (const { channel, event_id, count } of rows) {
      counts.push({ channel: channel as string, eventId: event_id as number, count: count as number });
    }
  }
  return counts;
}

/** Options of {@link scanEvents}. */
export interface ScanOptions {
  /** The field `Data` means elements without a name. @default false */
  readonly unnamedData?: boolean;
  /** Told how many events are done. */
  readonly progress?: (events: number) => void;
}

/**
 * Shows every event to the groups of rules that are about it; returns the number of events.
 *
 * One pass in bounded memory. An event's JSON is parsed once, whatever the number of rules.
 */
export async function scanEvents(
  relation: Relation,
  groups: readonly RuleGroup[],
  hit: HitSink,
  { unnamedData = false, progress = () => {} }: ScanOptions = {},
): Promise<number> {
  const targets = new Targets(groups);
  let events = 0;
  for await (const rows of relation.select(...COLUMNS).stream()) {
    for (const row of rows) {
      const list = targets.of(row);
      if (list.length > 0) judge(new RowFields(row, unnamedData), row, list, hit);
    }
    events += rows.length;
    progress(events);
  }
  return events;
}

interface Target {
  readonly group: RuleGroup;
  readonly variants: readonly SourceVariant[];
}

/** The groups for a channel and an event id: worked out once for each pair. */
class Targets {
  private readonly known = new Map<string, readonly Target[]>();

  constructor(private readonly groups: readonly RuleGroup[]) {}

  of({ channel, event_id }: Row): readonly Target[] {
    const key = `${channel}\n${event_id}`;
    let targets = this.known.get(key);
    if (targets === undefined) {
      const lower = String(channel ?? "").toLowerCase();
      targets = this.groups
        .map((group) => ({
          group,
          variants: group.variants.filter((variant) => takes(variant, lower, Number(event_id))),
        }))
        .filter(({ variants }) => variants.length > 0);
      this.known.set(key, targets);
    }
    return targets;
  }
}

function judge(event: EventFields, row: Row, targets: readonly Target[], hit: HitSink): void {
  for (const { group, variants } of targets) {
    const variant = variants.find((one) => holdsWhen(one, event));
    if (variant === undefined) continue;
    group.judge(event, variant, (rule) => {
      hit(group.rules[rule]!, row, mappedFields(event, variant.fields));
    });
  }
}

function holdsWhen({ when }: SourceVariant, event: EventFields): boolean {
  return when.every(([field, values]) => {
    const value = event.get(field);
    return typeof value === "string" && values.has(value.toLowerCase());
  });
}
