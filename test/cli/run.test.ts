import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { failureText, runCommand } from "../../src/cli/run";
import { formatNotebook, parseNotebook } from "../../src/notebook/nbformat";
import { makeFolder, notebookOf } from "../notebook/testFolder";

describe("huntbook run", () => {
  const { folder, remove } = makeFolder();
  after(remove);
  const out = join(folder, "out");
  const notebook = (name: string, ...sources: string[]) => {
    const path = join(folder, name);
    writeFileSync(path, formatNotebook(notebookOf(...sources)));
    return path;
  };

  /** Runs the command in this process and takes what it prints and its exit code. */
  async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const printed = { stdout: "", stderr: "" };
    const real = { stdout: process.stdout.write, stderr: process.stderr.write };
    for (const name of ["stdout", "stderr"] as const) {
      process[name].write = ((text: string) => {
        printed[name] += text;
        return true;
      }) as typeof process.stdout.write;
    }
    try {
      await runCommand().parseAsync([...args, "--out", out], { from: "user" });
      return { code: Number(process.exitCode ?? 0), ...printed };
    } finally {
      process.stdout.write = real.stdout;
      process.stderr.write = real.stderr;
      process.exitCode = 0;
    }
  }

  it("run NB --html writes notebook and page, prints one line, and leaves the file alone", async () => {
    const path = notebook("good.ipynb", "# Good", 'console.log("hi")');
    const before = readFileSync(path, "utf8");
    const { code, stdout, stderr } = await run(path, "--html");
    assert.deepEqual([code, stderr], [0, ""]);
    const [ipynb, html] = [join(out, "good.ipynb"), join(out, "good.html")];
    const [line, rest] = stdout.split(" in ");
    assert.equal(line, `${ipynb} ${html}: 1 cell`);
    assert.match(rest!, /^\d+\.\d s\n$/);
    assert.equal(readFileSync(path, "utf8"), before);
    assert.match(JSON.stringify(parseNotebook(readFileSync(ipynb, "utf8"))), /"text":"hi\\n"/);
    assert.match(readFileSync(html, "utf8"), /<pre class="stdout">hi<\/pre>/);
  });

  it("run NB NB stops at the first error with file, cell, code and message, and exit code 1", async () => {
    const bad = notebook("bad.ipynb", "# Bad", 'const a = 1;\nthrow new TypeError("no " + a);', "2");
    const next = notebook("next.ipynb", "3");
    const { code, stdout, stderr } = await run(bad, next);
    assert.equal(code, 1);
    assert.match(stdout, /^\S+bad\.ipynb: 1 cell in/);
    assert.deepEqual(stderr.split("\n").slice(0, 3), [
      `huntbook: ${bad}, cell 2: TypeError: no 1`,
      "  | const a = 1;",
      '  | throw new TypeError("no " + a);',
    ]);
    assert.equal(existsSync(join(out, "next.ipynb")), false);
    assert.match(readFileSync(join(out, "bad.ipynb"), "utf8"), /"ename": "TypeError"/);
  });

  it("run NB --allow-errors --quiet goes on, reports the error, and ends with 0", async () => {
    const bad = notebook("on.ipynb", 'throw new Error("x")', 'console.log("on")');
    const { code, stdout, stderr } = await run(bad, "--allow-errors", "--quiet");
    assert.deepEqual([code, stdout], [0, ""]);
    assert.match(stderr, /cell 1: Error: x/);
    assert.match(readFileSync(join(out, "on.ipynb"), "utf8"), /"on\\n"/);
  });

  it("run of what cannot be read or done ends with exit code 2 and one line", async () => {
    const broken = join(folder, "broken.ipynb");
    writeFileSync(broken, "{}");
    const good = notebook("some.ipynb", "1");
    assert.deepEqual(await run(broken), {
      code: 2,
      stdout: "",
      stderr: `huntbook: ${broken}: nbformat must be 4, got undefined\n`,
    });
    const missing = await run(join(folder, "missing.ipynb"));
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, /^huntbook: ENOENT.*missing\.ipynb'\n$/);
    assert.equal(
      (await run(good, "--kernel", "tslap")).stderr,
      'huntbook: kernelSpec: kernel must be huntbook or tslab or deno, got "tslap"; did you mean "tslab"?\n',
    );
    assert.equal((await run(join(out, "good.ipynb"))).code, 2, "out is the notebook's own folder");
  });

  it("failureText(path, failure) shows control characters and cuts long cells", () => {
    const code = Array.from({ length: 20 }, (_, i) => `line ${i}`).join("\n");
    const failure = {
      cell: 1,
      code,
      name: "E\u001b[2J",
      message: "m",
      traceback: ["E", "    at f", "    at g"],
    };
    const lines = failureText("a.ipynb", failure).split("\n");
    assert.equal(lines[0], "huntbook: a.ipynb, cell 1: E␛[2J: m");
    assert.equal(lines.length, 1 + 12 + 1 + 2);
    assert.equal(lines[13], "  | … 8 more lines");
  });
});
