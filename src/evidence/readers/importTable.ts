import type { Source } from "../unpack";
import type { Reading, ReadTarget } from "./reader";
import { Spool } from "./spool";

/** CSV and Parquet are read by the engine, from the file itself or from an unpacked copy. */
export async function importTable(
  kind: "csv" | "parquet",
  source: Source,
  target: ReadTarget,
): Promise<Reading> {
  if (source.file !== undefined) {
    await source.bytes.cancel();
    return { tableRows: await loadTable(kind, source.file, source.path, target) };
  }
  const spool = new Spool();
  try {
    await spool.copy(source.bytes).catch((error: Error) => {
      // A cut archive: what came out of it is read.
      target.issues({ path: source.path, place: "", reason: error.message });
    });
    return { tableRows: await loadTable(kind, await spool.close(), source.path, target) };
  } finally {
    await spool.remove();
  }
}

/** Loads a file of rows into a table of its own; answers how many they are. */
export async function loadTable(
  kind: "csv" | "parquet" | "json",
  file: string,
  path: string,
  target: ReadTarget,
): Promise<number> {
  const { rows, rejected } = await target.tables.load({ kind, path: file, source: path });
  for (const { place, reason } of rejected) target.issues({ path, place, reason, lost: 1 });
  return rows;
}
