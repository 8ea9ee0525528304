import type { Row } from "../../../core/table";
import type { CorrelationHit, CorrelationPlan } from "../correlate/correlate";
import type { Sighting } from "../correlate/sighting";
import type { DetectionRule } from "../rule/model";
import type { EventFields } from "./eventFields";
import type { Hit, HitTable } from "./hitTable";
import { ValueTests } from "./matchValue";
import { reasonsOf } from "./reasons";

/** Takes the hits of a scan: into the table, and aside for correlations. */
export class Collector {
  readonly sightings = new Map<string, Sighting[]>();
  readonly counts = new Map<string, number>();
  private readonly tests = new ValueTests();
  total = 0;

  constructor(
    readonly table: HitTable,
    private readonly plan: CorrelationPlan,
    /** Ids of the rules whose hits are told. */
    private readonly wanted: ReadonlySet<string>,
  ) {}

  readonly take = (rule: DetectionRule, row: Row, event: EventFields): void => {
    const fields = this.plan.fields.get(rule.id);
    if (fields !== undefined) this.keep(rule, row, event, fields);
    if (this.plan.silent.has(rule.id) || !this.wanted.has(rule.id)) return;
    const why = reasonsOf(rule.test, event, this.tests);
    this.add({ rule, why, ...placeOf(row) });
  };

  takeCorrelation({ rule, group, window }: CorrelationHit): void {
    if (!this.wanted.has(rule.id)) return;
    const { last, sightings, measure } = window;
    const shared = group.map(([name, value]) => `${name}: ${value}`);
    const seconds = (sightings.at(-1)!.time - sightings[0]!.time) / 1000;
    const span = `${sightings.length} events within ${Number(seconds.toPrecision(3))} s`;
    const weighed =
      rule.fields.length === 0
        ? []
        : [`${rule.type} of ${rule.fields.join(", ")}: ${Number(measure.toPrecision(6))}`];
    const { host, source, record, row } = last;
    this.add({
      rule,
      why: [...shared, span, ...weighed].join("; "),
      host,
      source,
      record,
      row,
      time: Math.round(last.time * 1000),
    });
  }

  private add(hit: Hit): void {
    this.total += 1;
    this.counts.set(hit.rule.id, (this.counts.get(hit.rule.id) ?? 0) + 1);
    this.table.add(hit);
  }

  private keep(rule: DetectionRule, row: Row, event: EventFields, fields: ReadonlySet<string>): void {
    const { host, source, record, time } = placeOf(row);
    const list = this.sightings.get(rule.id) ?? [];
    this.sightings.set(rule.id, list);
    list.push({
      rule: rule.id,
      time: time === null ? Number.NaN : time / 1000,
      fields: new Map([...fields].map((name) => [name, event.get(name)])),
      row: row._row as number,
      source: source ?? "",
      record,
      host,
    });
  }
}

/** Where a row stands. */
function placeOf(row: Row) {
  return {
    host: row.host as string | null,
    time: typeof row.time === "string" ? microsOf(row.time) : null,
    source: row._source as string | null,
    record: row._record as number | null,
    row: row._row as number | null,
  };
}

/** Microseconds since 1970 of a time as the engine writes it: ISO with six digits. */
function microsOf(time: string): number {
  return Date.parse(`${time.slice(0, 19)}Z`) * 1000 + Number(time.slice(20, 26));
}
