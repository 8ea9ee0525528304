import assert from "node:assert/strict";
import { after, describe, it } from "mocha";
import { kernelFolder, printed, resultOf, sleep, startUnderTest } from "./kernelUnderTest";

describe("the end of the kernel", () => {
  const folder = kernelFolder();
  after(folder.remove);

  it("shutdown_request is answered and ends the process with 0, though timers are alive", async () => {
    const kernel = await startUnderTest(folder.path);
    await kernel.execute("setInterval(() => {}, 1000); require('node:net').createServer().listen(0)");
    const { reply } = await kernel.request("shutdown_request", { restart: true }, "control");
    assert.deepEqual(reply, { status: "ok", restart: true });
    assert.equal(await kernel.ended, 0);
    await kernel.stop();
  });

  it("shutdown_request ends a process that is busy for ever", async () => {
    const kernel = await startUnderTest(folder.path);
    void kernel.execute("while (true) {}");
    await sleep(100);
    const started = Date.now();
    await kernel.request("shutdown_request", { restart: false }, "control");
    await kernel.ended;
    assert.ok(Date.now() - started < 3000);
    await kernel.stop();
  });

  it("process.exit() in a cell ends the process with its code, and what was printed arrives", async () => {
    const kernel = await startUnderTest(folder.path);
    assert.equal(resultOf(await kernel.execute("1")), "1");
    void kernel.execute("console.log('last words'); process.exit(3)");
    assert.equal(await kernel.ended, 3);
    await sleep(50);
    assert.equal(printed({ messages: kernel.output }), "last words\n");
    await kernel.stop();
  });
});
