import { after } from "mocha";
import type { Row } from "../../src/core/table";
import { raw } from "../../src/engine/sql";
import { type Hunt, open } from "../../src/evidence/open";
import { testFolder } from "./folder";

/** Hunts on made files, closed and gone afterwards. Call it inside `describe`. */
export function madeHunts(): {
  /** A hunt on JSON lines. */
  on(...lines: readonly string[]): Promise<Hunt>;
} {
  const folder = testFolder();
  const hunts: Hunt[] = [];
  after(() => Promise.all(hunts.map((hunt) => hunt.close())));
  return {
    async on(...lines) {
      const hunt = await open();
      hunts.push(hunt);
      await hunt.read(folder.write(`made/${hunts.length}.jsonl`, lines.join("\n")), { quiet: true });
      return hunt;
    },
  };
}

/** Some columns of a view, in row order. */
export function viewRows(hunt: Hunt, view: string, columns: string): Promise<Row[]> {
  return hunt.relation(raw(`select ${columns} from ${view} order by _row`)).rows();
}
