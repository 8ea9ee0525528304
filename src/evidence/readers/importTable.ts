import type { Source } from "../unpack";
import type { Reading, ReadTarget } from "./reader";
import { Spool } from "./spool";

/** CSV and Parquet are read by the engine, from the file itself or from an unpacked copy. */
export async function importTable(
  kind: "csv" | "parquet",
  source: Source,
  target: ReadTarget,
  delimiter?: string,
): Promise<Reading> {
  if (source.file !== undefined) {
    await source.bytes.cancel();
    return { tableRows: await loadTable(kind, source.file, source.path, target, delimiter) };
  }
  const spool = new Spool();
  try {
    await spool.copy(source.bytes).catch((error: Error) => {
      // A cut archive: what came out of it is read.
      target.issues({ path: source.path, place: "", reason: error.message });
    });
    return { tableRows: await loadTable(kind, await spool.close(), source.path, target, delimiter) };
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
  delimiter?: string,
): Promise<number> {
  const { rows, rejected } = await target.tables
    .load({ kind, path: file, source: path, delimiter })
    .catch((error: Error) => {
      // The engine quotes the line that it cannot read, however long.
      throw new SyntaxError(`read: ${error.message.split("\n")[0]!.slice(0, 200)}`, { cause: error });
    });
  for (const { place, reason, lost } of rejected) target.issues({ path, place, reason, lost: lost ?? 1 });
  return rows;
}
