import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type CodeCell, formatNotebook, type Notebook } from "../../src/notebook/nbformat";
import { makeFolder, notebookOf } from "../notebook/testFolder";

describe("huntbook up", () => {
  const { folder, remove } = makeFolder();
  const home = join(folder, "home");
  let child: ChildProcess | undefined;
  after(() => {
    child?.kill("SIGKILL");
    remove();
  });

  it("up sets up, runs the first hunt from any folder, opens a copy of it behind its token, and ends on SIGINT", async () => {
    // A copy of the package, since `up` writes beside its own sources.
    cpSync(resolve(__dirname, "../../src"), join(folder, "src"), { recursive: true });
    symlinkSync(resolve(__dirname, "../../dist"), join(folder, "dist"), "junction");
    mkdirSync(join(folder, "notebooks"));
    mkdirSync(join(home, ".local", "share", "jupyter"), { recursive: true });
    writeFileSync(
      join(folder, "notebooks", "01-first-hunt.ipynb"),
      formatNotebook(notebookOf("# Hunt", "1 + 1")),
    );
    const start = 'require("./src/cli/up").upCommand().parseAsync(["--no-open"], { from: "user" })';
    writeFileSync(join(folder, "start.js"), start);
    const env = {
      ...process.env,
      HOME: home,
      XDG_DATA_HOME: "",
      JUPYTER_DATA_DIR: "",
      HUNTBOOK_DATA_DIR: "",
    };
    const args = ["--require", require.resolve("tsx/cjs"), join(folder, "start.js")];
    child = spawn(process.execPath, args, { cwd: home, env });
    const [printed, url] = await printedUntilUrl(child);

    assert.match(printed, /^Node \d+\.\d+\.\d+ is fine\.$/m);
    assert.match(printed, /^Registered the kernel "TypeScript \(huntbook\)".*kernel\.json$/m);
    assert.match(printed, /01-first-hunt\.ipynb .*01-first-hunt\.html: 1 cell in \d/);
    assert.ok(existsSync(join(home, ".local/share/jupyter/kernels/huntbook/kernel.json")));
    assert.ok(existsSync(join(folder, "data", "fleet")));
    assert.ok(existsSync(join(folder, "out", "01-first-hunt.ipynb")));

    const address = new URL(url);
    assert.equal(address.pathname, "/lab/tree/01-first-hunt.ipynb");
    const cookie = (await fetch(url)).headers.get("set-cookie")!.split(";")[0]!;
    const get = (path: string, headers: Record<string, string> = { cookie }) =>
      fetch(new URL(path, address), { headers });
    const finished = /^ +(http:\S+\/pages\/\S+)$/m.exec(printed)![1]!.split("?")[0]!;
    assert.match(await (await get(finished)).text(), /<h1>Hunt<\/h1>/);
    assert.equal((await get(finished, {})).status, 403);
    // A copy to work on, with the outputs of this run; the shipped notebook is as it was.
    const copy = (await (await get("/api/contents/01-first-hunt.ipynb")).json()) as { content: Notebook };
    const [, cell] = copy.content.cells as CodeCell[];
    assert.deepEqual([cell!.metadata.trusted, cell!.outputs.length], [true, 1]);
    const shipped = readFileSync(join(folder, "notebooks", "01-first-hunt.ipynb"), "utf8");
    assert.equal(shipped, formatNotebook(notebookOf("# Hunt", "1 + 1")));

    const ended = new Promise((done) => child!.once("exit", (code) => done(code)));
    child.kill("SIGINT");
    assert.equal(await ended, 0);
  }).timeout(120_000);
});

function printedUntilUrl(child: ChildProcess): Promise<[string, string]> {
  return new Promise((resolve, reject) => {
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream!.on("data", (chunk) => {
        text += chunk;
        const url = /^ +(http:\/\/127\.0\.0\.1:\d+\/lab\/\S+)\n/m.exec(text)?.[1];
        if (url !== undefined) resolve([text, url]);
      });
    }
    child.once("exit", (code) => reject(new Error(`up ended with ${code}:\n${text}`)));
  });
}
