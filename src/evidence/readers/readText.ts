import { lines } from "../lines";
import type { Source } from "../unpack";
import { loadTable } from "./importTable";
import type { Reading, ReadTarget } from "./reader";
import { Spool } from "./spool";

/** A text of no other kind, such as a list of names: a table of its lines; empty ones are left out. */
export async function readText({ bytes, path }: Source, target: ReadTarget): Promise<Reading> {
  const spool = new Spool();
  try {
    for await (const batch of lines(bytes)) {
      const rows = batch.filter(({ text }) => text === undefined || text.trim() !== "");
      for (const { number, text } of rows) {
        if (text !== undefined) await spool.write(`${JSON.stringify({ _record: number, line: text })}\n`);
        else target.issues({ path, place: `line ${number}`, reason: "line too long", lost: 1 });
      }
    }
    return { tableRows: await loadTable("json", await spool.close(), path, target) };
  } finally {
    await spool.remove();
  }
}
