import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { makeFolder } from "../notebook/testFolder";

const MAIN = resolve(__dirname, "../../src/cli/main.ts");

describe("huntbook lab", () => {
  const { folder, remove } = makeFolder();
  let child: ChildProcess | undefined;
  after(() => {
    child?.kill("SIGKILL");
    remove();
  });
  const start = (...args: string[]) => {
    const env = { ...process.env, HUNTBOOK_DATA_DIR: folder };
    const options = { cwd: folder, env };
    child = spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), MAIN, "lab", ...args], options);
    return child;
  };

  it("lab DIR prints the address of the notebook page and ends on SIGTERM, its kernels with it", async () => {
    const lab = start(folder, "--no-open");
    const url = await firstMatch(lab, /^ +(http:\S+)\n/m);
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/lab\?token=[\w-]{32}$/);
    const origin = new URL(url).origin;
    const cookie = (await fetch(url)).headers.get("set-cookie")!.split(";")[0]!;
    const started = await fetch(`${origin}/api/kernels`, {
      method: "POST",
      headers: { cookie, origin },
      body: "{}",
    });
    assert.equal(started.status, 201);
    const ended = new Promise((done) => lab.once("exit", (code) => done(code)));
    lab.kill("SIGTERM");
    assert.equal(await ended, 0);
  }).timeout(20_000);

  it("lab DIR of what is no folder is wrong use", async () => {
    const lab = start("nothing");
    const ended = new Promise((done) => lab.once("exit", (code) => done(code)));
    assert.equal(await firstMatch(lab, /^(.*)\n/m), 'huntbook: lab: dir must be a folder, got "nothing"');
    assert.equal(await ended, 2);
  }).timeout(20_000);
});

/** The first group of a match in what a process prints. */
function firstMatch(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((found) => {
    let text = "";
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on("data", (chunk) => {
        text += chunk;
        const match = pattern.exec(text)?.[1];
        if (match !== undefined) found(match);
      });
    }
  });
}
