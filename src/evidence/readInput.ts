import { statSync } from "node:fs";
import type { CaseFile } from "./case/caseFiles";
import { fileHash, hashWhileReading, UNKNOWN } from "./case/contentHash";
import { readSource } from "./readFile";
import { type ReadSession, UNREADABLE } from "./readSession";
import { type Source, type UnpackLimits, unpack } from "./unpack";

/** A file to read, and where it really lies. */
interface Input {
  readonly path: string;
  readonly realPath: string;
}

/** What a file or member is known by before its rows are read. */
type Identity = Pick<CaseFile, "realPath" | "input">;

/**
 * Reads a file and what is packed in it, unless the case has it. A fault ends the stream it is in, and no other.
 */
export async function readInput(
  { path, realPath }: Input,
  session: ReadSession,
  limits: UnpackLimits,
): Promise<void> {
  const { issues, hostOf } = session.target;
  const note = (place: string, error: unknown) =>
    issues({ path: place, place: "", reason: (error as Error).message });
  try {
    // What is no file on disk, such as a pipe, can be read only once.
    const identity = { realPath, input: statSync(path).isFile() ? await fileHash(path) : UNKNOWN };
    const known = session.files.ofInput(identity.input, hostOf(path), realPath);
    if (known.length > 0) return takeKnown(path, known, session);
    for await (const source of unpack(path, issues, limits)) {
      await readStream(source, identity, session).catch((error) => note(source.path, error));
    }
  } catch (error) {
    note(path, error);
  }
}

function takeKnown(path: string, known: readonly CaseFile[], session: ReadSession): void {
  // A copy of a plain file goes by its own name; members keep the name that their rows have.
  const isPlain = known.length === 1 && known[0]!.sha256 === known[0]!.input;
  for (const file of known) session.report(isPlain ? { ...file, path } : file, false);
  const rows = known.reduce((sum, file) => sum + file.rows, 0);
  session.target.issues({ path, place: "", reason: alreadyIn(rows, known[0]!.realPath) });
}

function alreadyIn(rows: number, from: string): string {
  return `already in the case, with ${rows.toLocaleString("en-US")} rows, from ${from}; not added again`;
}

/** Reads one stream; what it gave counts, and is told, also when it ends in a fault. */
async function readStream(source: Source, identity: Identity, session: ReadSession): Promise<void> {
  const { target, tables } = session;
  const { path, file } = source;
  const firstRow = target.events.nextRow;
  const tablesBefore = tables.length;
  const hashed = file === undefined ? hashWhileReading(source.bytes) : undefined;
  const outcome = await readSource({ ...source, bytes: hashed?.bytes ?? source.bytes }, target).catch(
    (error: Error) => error,
  );
  const table = tables.length > tablesBefore ? tables.at(-1)! : undefined;
  const kind = outcome instanceof Error ? UNREADABLE : outcome.kind;
  const rows = target.events.nextRow - firstRow;
  if (kind !== undefined && (rows > 0 || table !== undefined || !(outcome instanceof Error))) {
    const sha256 = hashed === undefined ? identity.input : hashed.sha256();
    const host = target.hostOf(path);
    const given = { ...identity, path, sha256, host, kind, firstRow };
    take({ ...given, rows: table?.rows ?? rows, table: table?.name ?? null }, session);
  }
  if (outcome instanceof Error) throw outcome;
}

/** The rows of a log that lay in the case already, under another name or in an archive, go again. */
function take(file: CaseFile, session: ReadSession): void {
  const same = session.files.ofLog(file);
  if (same === undefined) {
    session.files.add(file);
    session.report(file, true);
    return;
  }
  session.undone.push([file.firstRow, file.firstRow + file.rows - 1]);
  session.files.add({ ...file, firstRow: same.firstRow, rows: same.rows });
  session.report({ ...file, firstRow: same.firstRow, rows: same.rows }, false);
  session.target.issues({ path: file.path, place: "", reason: alreadyIn(same.rows, same.path) });
}
