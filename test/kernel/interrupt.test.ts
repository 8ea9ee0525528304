import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import {
  errorOf,
  type KernelUnderTest,
  kernelFolder,
  printed,
  resultOf,
  sleep,
  startUnderTest,
} from "./kernelUnderTest";

/** Cells that never end by themselves. */
const ENDLESS: Readonly<Record<string, string>> = {
  "a loop": "while (true) {}",
  "a loop of function calls":
    "const spin = () => { for (;;) JSON.parse(JSON.stringify({ a: [1] })) }; spin()",
  "a loop of file reads": "for (;;) require('node:fs').statSync('.')",
  "a loop that prints": "for (;;) console.log('x'.repeat(1000))",
  "an await that never settles": "await new Promise(() => {})",
  "a loop behind an await": "await (async () => { await null; while (true) {} })()",
  "a loop behind a timer": "await new Promise((r) => setTimeout(r, 20)); while (true) {}",
  "a loop of awaits": "while (true) await null",
  "a loop of pauses": "while (true) await new Promise((r) => setTimeout(r, 5))",
  "an endless for await":
    "async function* all() { for (let i = 0; ; i++) { await null; yield i } }\nfor await (const one of all()) globalThis.at = one",
  "a loop in a timer's callback": "setTimeout(() => { while (true) {} }, 10); await new Promise(() => {})",
  "a loop in an immediate": "setImmediate(() => { while (true) {} }); await new Promise(() => {})",
  "a loop in a file's callback":
    "require('node:fs').stat('.', () => { while (true) {} }); await new Promise(() => {})",
  "a value that takes for ever to show": "({ [Symbol.for('Jupyter.display')]() { for (;;); } })",
  "a value that never shows": "({ [Symbol.for('Jupyter.display')]: () => new Promise(() => {}) })",
  "a regular expression without end": "/^(a+)+$/.test('a'.repeat(60) + 'b')",
};

describe("interrupting the kernel", () => {
  const folder = kernelFolder();
  let kernel: KernelUnderTest;
  before(async () => {
    kernel = await startUnderTest(folder.path);
    await kernel.execute("const kept = 5; declare global { var at: number }");
  });
  after(async () => {
    await kernel.stop();
    folder.remove();
  });

  for (const [name, code] of Object.entries(ENDLESS)) {
    it(`interrupt_request stops ${name}, and the kernel goes on with its state`, async () => {
      const running = kernel.execute(code);
      await sleep(200);
      const { reply } = await kernel.request("interrupt_request", {}, "control");
      assert.deepEqual(reply, { status: "ok" });
      assert.equal(errorOf(await running)?.name, "KeyboardInterrupt");
      assert.equal(resultOf(await kernel.execute("kept")), "5");
      const slept = await kernel.execute("await new Promise((r) => setTimeout(r, 5)); 'timers work'");
      assert.equal(resultOf(slept), "'timers work'");
    });
  }

  it("interrupt_request really ends a loop of awaits", async () => {
    const running = kernel.execute(
      "while (true) { await new Promise((r) => setTimeout(r, 5)); console.log('x') }",
    );
    await sleep(100);
    await kernel.request("interrupt_request", {}, "control");
    await running;
    const quiet = await kernel.execute("await new Promise((r) => setTimeout(r, 60))");
    assert.equal(printed(quiet), "");
  });

  it("interrupt_request ends a question", async () => {
    const running = kernel.execute("prompt('?')", { allow_stdin: true });
    await sleep(100);
    await kernel.request("interrupt_request", {}, "control");
    assert.equal(errorOf(await running)?.name, "KeyboardInterrupt");
  });

  it("interrupt_request aborts what waits, and does nothing when nothing runs", async () => {
    await kernel.request("interrupt_request", {}, "control");
    assert.equal(resultOf(await kernel.execute("1 + 1")), "2");
    const running = kernel.execute("while (true) {}");
    const waiting = kernel.execute("2");
    await sleep(100);
    await kernel.request("interrupt_request", {}, "control");
    assert.equal((await running).reply.ename, "KeyboardInterrupt");
    assert.equal((await waiting).reply.status, "aborted");
  });

  it("interrupt_request stops an interval whose callback never ends, though no cell runs", async () => {
    await kernel.execute("const forever = setInterval(() => { while (true) {} }, 10)");
    await sleep(100);
    await kernel.request("interrupt_request", {}, "control");
    const [answer] = await Promise.all([
      kernel.execute("clearInterval(forever); 'free'"),
      sleep(700).then(() => kernel.request("interrupt_request", {}, "control")),
    ]);
    assert.ok(answer.reply.status === "ok" || answer.reply.ename === "KeyboardInterrupt");
  });
});
