import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import {
  errorOf,
  type KernelUnderTest,
  kernelFolder,
  printed,
  resultOf,
  startUnderTest,
} from "./kernelUnderTest";

const SAY = `const say = ["-e", "console.log('out'); console.error('err')"];`;

describe("captureChildOutput", () => {
  const folder = kernelFolder();
  let kernel: KernelUnderTest;
  before(async () => {
    kernel = await startUnderTest(folder.path);
    await kernel.execute(
      `import * as child from "node:child_process";\nimport { once } from "node:events";\n${SAY}`,
    );
  });
  after(async () => {
    await kernel.stop();
    folder.remove();
  });
  const said = async (code: string) => {
    const answer = await kernel.execute(code);
    assert.equal(errorOf(answer), undefined);
    return [printed(answer), printed(answer, "stderr"), resultOf(answer)];
  };

  it("captureChildOutput(print) shows what a child with inherited output prints", async () => {
    const spawned = `const one = child.spawn(process.execPath, say, { stdio: "inherit" });\nawait once(one, "close");\n`;
    assert.deepEqual(await said(`${spawned}[one.stdout, one.exitCode]`), ["out\n", "err\n", "[ null, 0 ]"]);
    const crossed = `await once(child.spawn(process.execPath, say, { stdio: ["ignore", 2, process.stdout] }), "close"); 1`;
    assert.deepEqual(await said(crossed), ["err\n", "out\n", "1"]);
  });

  it("captureChildOutput(print) shows what a child that is waited for has printed", async () => {
    const waited = `child.spawnSync(process.execPath, say, { stdio: "inherit" }).stdout`;
    assert.deepEqual(await said(waited), ["out\n", "err\n", "null"]);
    const executed = `child.execFileSync(process.execPath, say, { stdio: "inherit" })`;
    assert.deepEqual(await said(executed), ["out\n", "err\n", "null"]);
    const failing = `let status = 0; try { child.execSync("echo out; exit 3", { stdio: "inherit" }) } catch (error: any) { status = error.status }\nstatus`;
    assert.deepEqual(await said(failing), ["out\n", "", "3"]);
  });

  it("captureChildOutput(print) leaves piped and ignored output to the cell", async () => {
    assert.deepEqual(await said("String(child.execFileSync(process.execPath, say))"), [
      "",
      "err\n",
      "'out\\n'",
    ]);
    const ignored = `child.spawnSync(process.execPath, say, { stdio: "ignore" }).status`;
    assert.deepEqual(await said(ignored), ["", "", "0"]);
    assert.deepEqual(await said("child.spawnSync(process.execPath, say).output.length"), ["", "", "3"]);
    assert.equal(
      (await said('(await once(child.spawn("no such program", { stdio: "inherit" }), "error"))[0].code'))[2],
      "'ENOENT'",
    );
  });
});
