import type { Engine } from "../../engine/engine";
import { raw, sql } from "../../engine/sql";

/** Raised whenever a table of a case changes its columns or their meaning. */
const CASE_VERSION = 2;

/** Throws a `RangeError` for a case whose tables another version of huntbook made; marks a new one. */
export async function checkCaseVersion(engine: Engine, records: string): Promise<void> {
  const tables =
    await engine.sql`select table_name from duckdb_tables() where table_name in (${records}, 'hb_case')`.rows();
  const isMarked = tables.some((table) => table.table_name === "hb_case");
  if (!isMarked && tables.length === 0) {
    await engine.execute(raw("create table hb_case (version integer)"));
    await engine.execute(sql`insert into hb_case values (${CASE_VERSION})`);
    return;
  }
  const [found] = isMarked ? await engine.sql`select version from hb_case`.rows() : [{ version: 1 }];
  if (found?.version !== CASE_VERSION) {
    throw new RangeError(
      `open: case must be of version ${CASE_VERSION}, got ${found?.version ?? "none"}; read its evidence into a new file`,
    );
  }
}
