import type { Relation } from "./engine";
import { sql } from "./sql";

/** A node of DuckDB's plan as JSON. */
interface PlanNode {
  readonly name: string;
  readonly children?: readonly PlanNode[];
  readonly extra_info?: { readonly Projections?: unknown };
}

/**
 * Whether a relation's rows are read straight from tables: no join, sort, limit or computed column.
 *
 * For queries that read their source more than once: such a relation gives the same rows each time, and is read again
 * faster than its rows are kept. Asks DuckDB for its plan, which reads no rows; what is not known to be plain is not.
 */
export async function isPlainScan(relation: Relation): Promise<boolean> {
  const explain = relation.engine.relation(sql`explain (format json) select * from ${relation}`);
  const lines: string[] = [];
  for await (const batch of explain.stream()) lines.push(...batch.map((row) => String(row.explain_value)));
  return (JSON.parse(lines.join("\n")) as PlanNode[]).every(isPlain);
}

function isPlain({ name, children = [], extra_info = {} }: PlanNode): boolean {
  const operator = name.trim();
  // Every call, cast and case has brackets; a name with one counts as computed, which costs time only.
  const onlyNames = operator === "PROJECTION" && !JSON.stringify(extra_info.Projections ?? "(").includes("(");
  return (operator === "SEQ_SCAN" || operator === "UNION" || onlyNames) && children.every(isPlain);
}
