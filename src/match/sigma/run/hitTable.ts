import type { Appender, Engine, Relation } from "../../../engine/engine";
import { raw } from "../../../engine/sql";
import { type Attack, attackTags } from "../../attack/attack";
import type { Rule } from "../rule/model";

/** One hit, as it goes into the table. */
export interface Hit {
  readonly rule: Rule;
  readonly why: string;
  readonly host: string | null;
  /** Microseconds since 1970. */
  readonly time: number | null;
  readonly source: string | null;
  readonly record: number | null;
  readonly row: number | null;
}

/** Columns of hits, in the order of the command line's contract. */
const HIT_COLUMNS =
  "rule varchar, title varchar, level varchar, attack json, why varchar, host varchar, time timestamp, _source varchar, _record bigint, _row bigint";

/** Hits on their way into a table of the engine. */
export class HitTable {
  private readonly attackOf = new Map<Rule, string>();

  private constructor(
    private readonly engine: Engine,
    private readonly table: string,
    private readonly appender: Appender,
    private readonly attack: Attack,
  ) {}

  static async open(engine: Engine, attack: Attack): Promise<HitTable> {
    const table = engine.scratch();
    await engine.execute(raw(`create table ${table} (${HIT_COLUMNS})`));
    return new HitTable(engine, table, await engine.appender(table), attack);
  }

  add({ rule, why, host, time, source, record, row }: Hit): void {
    let attack = this.attackOf.get(rule);
    if (attack === undefined) {
      attack = JSON.stringify(attackTags(rule.tags, this.attack));
      this.attackOf.set(rule, attack);
    }
    this.appender.append([rule.id, rule.title, rule.level, attack, why, host, time, source, record, row]);
  }

  /** The hits, the gravest first, then in time order. */
  finish(): Relation {
    this.appender.close();
    return this.engine.relation(
      raw(
        `select * from ${this.table} order by list_position(['critical', 'high', 'medium', 'low', 'informational'], level), time, _row, rule`,
      ),
    );
  }
}
