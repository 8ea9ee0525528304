import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, it } from "mocha";
import type { CodeCell, Notebook } from "../../src/notebook/nbformat";
import { ROOT } from "../house/sources";
import { jupyterCommands, workplace } from "./jupyter";

const run = promisify(execFile);
const SHIPPED = join(ROOT, "notebooks");

/** What is looked at of an output, whatever its kind. */
interface Shown {
  readonly text: string | readonly string[];
  readonly data: Readonly<Record<string, unknown>>;
  readonly ename: string;
  readonly evalue: string;
}

/** Executes a notebook with a front end's own client (nbclient) and our kernel. */
async function execute(command: string, path: string, place: Awaited<ReturnType<typeof workplace>>) {
  const out = join(place.folder, "out");
  await run(command, ["--to=notebook", "--execute", "--allow-errors", `--output-dir=${out}`, path], {
    env: place.env,
    maxBuffer: 64 << 20,
  });
  const name = path.split(/[\\/]/).at(-1)!;
  const { cells } = JSON.parse(readFileSync(join(out, name), "utf8")) as Notebook;
  return cells.filter((cell): cell is CodeCell => cell.cell_type === "code").map(({ outputs }) => outputs);
}

describe("nbconvert --execute with our kernel", function () {
  this.timeout(600_000);
  const commands = jupyterCommands("jupyter-nbconvert");
  if (commands.length === 0) it("executes notebooks");
  for (const command of commands) {
    it(`${command} stores every line, result, display and error`, async () => {
      const place = await workplace(
        "for (let i = 0; i < 3000; i++) console.log(i);",
        "const x: number = 41; x + 1",
        "throw new RangeError('too far')",
        "await new Promise((done) => setTimeout(done, 10)); 'still here'",
      );
      try {
        const outputs = await execute(command, join(place.folder, "try.ipynb"), place);
        const [burst, result, failed, last] = outputs.map((one) =>
          one.map((output) => output as unknown as Shown),
        );
        const lines = burst!.map(({ text }) => [text].flat().join("")).join("");
        assert.equal(lines, Array.from({ length: 3000 }, (_, i) => `${i}\n`).join(""));
        assert.deepEqual(result![0]!.data["text/plain"], ["42"]);
        assert.deepEqual([failed![0]!.ename, failed![0]!.evalue], ["RangeError", "too far"]);
        assert.deepEqual(last![0]!.data["text/plain"], ["'still here'"]);
      } finally {
        place.remove();
      }
    });

    // All of them take minutes each way; `HUNTBOOK_FRONT_ENDS=all` runs them.
    const names = readdirSync(SHIPPED).filter((name) => name.endsWith(".ipynb"));
    for (const name of process.env.HUNTBOOK_FRONT_ENDS === "all" ? names : names.slice(0, 1)) {
      it(`${command} runs ${name} to its end`, async () => {
        const place = await workplace();
        try {
          const outputs = await execute(command, join(SHIPPED, name), place);
          assert.ok(outputs.flat().length > 5);
          assert.deepEqual(
            outputs.flat().filter((output) => output.output_type === "error"),
            [],
          );
        } finally {
          place.remove();
        }
      });
    }
  }
});
