import { describe } from "../core/check";
import { join, name, raw, type Sql, sql } from "../engine/sql";

/** A deviation that is known and accepted, why, and until when. */
export interface AllowRule {
  /** Column to pattern; all must match. `*` is any text, `?` one character; letter case does not count. */
  readonly match: Readonly<Record<string, string>>;
  /** Who says so and why; stands in the result's column `allowed`. */
  readonly reason: string;
  /** Last day (`YYYY-MM-DD`, UTC) on which the rule holds. @default for ever */
  readonly until?: string;
}

/**
 * SQL that gives the reason of the first rule that holds for a row, or null.
 *
 * `columns` are those that rules may name. Throws a `TypeError` for another column, a rule without a reason or
 * without a pattern, and for an `until` that is no day. Rules that have run out match nothing: the deviation is back.
 */
export function allowedBy(rules: readonly AllowRule[], columns: readonly string[], today: Date): Sql {
  const day = today.toISOString().slice(0, 10);
  const cases = rules.map((rule) => {
    check(rule, columns);
    const isOver = rule.until !== undefined && rule.until < day;
    return { condition: isOver ? raw("false") : matches(rule.match), reason: rule.reason };
  });
  if (cases.length === 0) return raw("null::varchar");
  const whens = cases.map(({ condition, reason }) => sql`when ${condition} then ${reason}`);
  return sql`case ${join(whens, " ")} end`;
}

function matches(match: AllowRule["match"]): Sql {
  const tests = Object.entries(match).map(
    ([column, pattern]) => sql`${name(column)}::varchar ilike ${likePattern(pattern)} escape '^'`,
  );
  return join(tests, " and ");
}

/** `*` and `?` as LIKE says it; everything else means itself. */
function likePattern(pattern: string): string {
  return pattern.replace(/[%_^]/g, "^$&").replaceAll("*", "%").replaceAll("?", "_");
}

function check({ match, reason, until }: AllowRule, columns: readonly string[]): void {
  const named = Object.entries(match ?? {});
  if (named.length === 0 || typeof reason !== "string" || reason.trim() === "") {
    throw new TypeError(
      `baseline: allow rules must have match and reason, got ${JSON.stringify({ match, reason })}`,
    );
  }
  for (const [column, pattern] of named) {
    if (!columns.includes(column) || typeof pattern !== "string") {
      throw new TypeError(
        `baseline: allow rules must match texts of ${columns.join(", ")}, got ${JSON.stringify(column)}: ${describe(pattern)}`,
      );
    }
  }
  if (until !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(until)) {
    throw new TypeError(`baseline: until must be a day as YYYY-MM-DD, got ${describe(until)}`);
  }
}
