import { after } from "mocha";
import type { Row } from "../../../src/core/table";
import { raw, sql } from "../../../src/engine/sql";
import { type Hunt, open, type ReadResult } from "../../../src/evidence/open";
import { testFolder } from "../../support/folder";

/** A tool's output as it was read. */
export interface MadeRead extends ReadResult {
  readonly path: string;
  /** Some columns of a view, of this file's rows, in order. */
  view(name: string, columns: string): Promise<Row[]>;
}

/** Reads made output of tools into one hunt. Call it inside `describe`. */
export function toolReads(): {
  read(name: string, content: string | Buffer, kind?: string): Promise<MadeRead>;
} {
  const folder = testFolder();
  let opened: Promise<Hunt> | undefined;
  after(async () => (await opened)?.close());
  return {
    async read(name, content, kind) {
      opened ??= open();
      const hunt = await opened;
      const path = folder.write(name, content);
      const result = await hunt.read(path, { quiet: true, ...(kind !== undefined && { kind }) });
      return {
        ...result,
        path,
        view: (view, columns) =>
          hunt
            .relation(sql`select ${raw(columns)} from ${raw(view)} where _source = ${path} order by _row`)
            .rows(),
      };
    },
  };
}
