import type { Engine } from "../../engine/engine";
import { raw } from "../../engine/sql";
import { UNKNOWN } from "./contentHash";

/** The table of what was read into a case: one row for each file or archive member. */
export const FILES = "hb_files";

/** A file or archive member of a case. */
export interface CaseFile {
  /** As `_source` says. */
  readonly path: string;
  /** Where the file lies that it came in. */
  readonly realPath: string;
  /** SHA-256 of the file that it came in: of the archive for a member. */
  readonly input: string;
  /** SHA-256 of its own bytes, unpacked; null when they could not be read to their end. */
  readonly sha256: string | null;
  /** The host that its folder names, if any. */
  readonly host: string | null;
  readonly kind: string;
  /** Its rows among the records; none for a table. */
  readonly firstRow: number;
  readonly rows: number;
  /** The table that holds its rows, where they are no records. */
  readonly table: string | null;
}

const COLUMNS = [
  "path varchar",
  "real_path varchar",
  "input varchar",
  "sha256 varchar",
  "host varchar",
  "kind varchar",
  "first_row bigint",
  "rows bigint",
  "table_name varchar",
];

/** Kinds whose records name their machine, so that equal bytes are the same evidence wherever they lie. */
const LOGS: ReadonlySet<string> = new Set(["evtx", "json lines", "json", "csv", "hayabusa", "chainsaw"]);

/** Makes the table, unless the case has it. */
export async function createCaseFiles(engine: Engine): Promise<void> {
  await engine.execute(raw(`create table if not exists ${FILES} (${COLUMNS.join(", ")})`));
}

/** What a case holds already, and what a read adds to it. */
export class CaseFiles {
  private readonly byInput = new Map<string, CaseFile[]>();
  private readonly byContent = new Map<string, CaseFile>();
  private readonly added: CaseFile[] = [];

  static async load(engine: Engine): Promise<CaseFiles> {
    const files = new CaseFiles();
    for await (const batch of engine.relation(raw(`select * from ${FILES}`)).stream()) {
      for (const row of batch) {
        files.index({
          path: row.path as string,
          realPath: row.real_path as string,
          input: row.input as string,
          sha256: row.sha256 as string | null,
          host: row.host as string | null,
          kind: row.kind as string,
          firstRow: row.first_row as number,
          rows: row.rows as number,
          table: row.table_name as string | null,
        });
      }
    }
    return files;
  }

  /**
   * What an input gave when it was read before; nothing when it was not.
   *
   * Logs and archives are known by their bytes. Other files (a task, a table) say nothing about their machine: two
   * hosts may well have the same, so that only the same file is.
   */
  ofInput(input: string, host: string | null, realPath: string): readonly CaseFile[] {
    const files = (this.byInput.get(input) ?? []).filter((file) => file.host === host);
    const isEnough = files.some((file) => isLog(file) || file.sha256 !== input);
    return isEnough ? files : files.filter((file) => file.realPath === realPath);
  }

  /** A log that has the same bytes as one that was just read. */
  ofLog(file: CaseFile): CaseFile | undefined {
    return isLog(file) ? this.byContent.get(contentKey(file)) : undefined;
  }

  add(file: CaseFile): void {
    this.added.push(file);
    this.index(file);
  }

  /** Writes what was added into the case. */
  async save(engine: Engine): Promise<void> {
    const appender = await engine.appender(FILES);
    for (const { path, realPath, input, sha256, host, kind, firstRow, rows, table } of this.added) {
      appender.append([path, realPath, input, sha256, host, kind, firstRow, rows, table]);
    }
    appender.close();
  }

  private index(file: CaseFile): void {
    if (file.input === UNKNOWN) return;
    const files = this.byInput.get(file.input);
    if (files === undefined) this.byInput.set(file.input, [file]);
    else files.push(file);
    if (isLog(file) && !this.byContent.has(contentKey(file))) this.byContent.set(contentKey(file), file);
  }
}

function isLog({ kind, table, sha256, rows }: CaseFile): boolean {
  return LOGS.has(kind) && table === null && sha256 !== null && rows > 0;
}

function contentKey({ sha256, host }: CaseFile): string {
  return `${sha256} ${host ?? ""}`;
}
