import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { formatNotebook } from "../../src/notebook/nbformat";
import { makeFolder, notebookOf } from "../notebook/testFolder";

describe("huntbook up", () => {
  const { folder, remove } = makeFolder();
  const home = join(folder, "home");
  let child: ChildProcess | undefined;
  after(() => {
    child?.kill("SIGKILL");
    remove();
  });

  it("up sets up, runs the first hunt from any folder, serves it behind its token, and ends on SIGINT", async () => {
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
    const env = { ...process.env, HOME: home, XDG_DATA_HOME: "", JUPYTER_DATA_DIR: "" };
    const args = ["--require", require.resolve("tsx/cjs"), join(folder, "start.js")];
    child = spawn(process.execPath, args, { cwd: home, env });
    const [printed, url] = await printedUntilUrl(child);

    assert.match(printed, /^Node \d+\.\d+\.\d+ is fine\.$/m);
    assert.match(printed, /^Registered the kernel "TypeScript \(huntbook\)".*kernel\.json$/m);
    assert.match(printed, /01-first-hunt\.ipynb .*01-first-hunt\.html: 1 cell in \d/);
    assert.ok(existsSync(join(home, ".local/share/jupyter/kernels/huntbook/kernel.json")));
    assert.ok(existsSync(join(folder, "data", "fleet")));
    assert.ok(existsSync(join(folder, "out", "01-first-hunt.ipynb")));

    const opened = await fetch(url);
    const cookie = opened.headers.get("set-cookie")!.split(";")[0]!;
    const page = await fetch(url.split("?")[0]!, { headers: { cookie } });
    assert.match(await page.text(), /<h1>Hunt<\/h1>/);
    assert.equal((await fetch(url.split("?")[0]!)).status, 403);

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
        const url = /^ +(http:\/\/127\.0\.0\.1:\d+\/\S+)\n/m.exec(text)?.[1];
        if (url !== undefined) resolve([text, url]);
      });
    }
    child.once("exit", (code) => reject(new Error(`up ended with ${code}:\n${text}`)));
  });
}
