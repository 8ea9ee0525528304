import type { Relation } from "./engine";
import { sql } from "./sql";

/** A node of DuckDB's plan as JSON. */
interface PlanNode {
  readonly name: string;
  readonly children?: readonly PlanNode[];
  readonly extra_info: Readonly<Record<string, unknown>>;
}

/** What DuckDB says of a scan that takes every row, or those of a simple condition; a sample says more. */
const SCAN_SAYS = new Set(["Table", "Type", "Projections", "Filters", "Estimated Cardinality"]);

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

function isPlain({ name, children = [], extra_info: says }: PlanNode): boolean {
  const operator = name.trim();
  // A projection may hide what it computes behind an alias, so that none counts as plain.
  const isScan = operator === "SEQ_SCAN" && Object.keys(says).every((key) => SCAN_SAYS.has(key));
  return (isScan || operator === "UNION") && children.every(isPlain);
}
