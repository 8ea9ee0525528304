import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "mocha";
import { kernelCommand } from "../../src/cli/kernel";
import { diagnoseKernel } from "../../src/kernel/install/diagnoseKernel";
import { testFolder } from "../support/folder";

/** Runs the command in this process and takes what it prints. */
async function run(...args: string[]): Promise<string[]> {
  const real = process.stdout.write;
  let printed = "";
  process.stdout.write = ((text: string) => {
    printed += text;
    return true;
  }) as typeof process.stdout.write;
  try {
    await kernelCommand().parseAsync(args, { from: "user" });
  } finally {
    process.stdout.write = real;
  }
  return printed.split("\n").filter((line) => line !== "");
}

describe("huntbook kernel", () => {
  const folder = testFolder();

  it("kernel install and uninstall say what they did and where", async () => {
    const prefix = folder.path("prefix");
    const path = join(prefix, "share/jupyter/kernels/huntbook/kernel.json");
    assert.deepEqual(await run("install", "--prefix", prefix), [`written: ${path}`]);
    assert.deepEqual(await run("install", "--prefix", prefix), [`up to date: ${path}`]);
    assert.deepEqual(await run("uninstall", "--prefix", prefix), [`removed: ${path}`]);
    assert.deepEqual(await run("uninstall", "--prefix", prefix), [`not there: ${path}`]);
  });

  it("kernel doctor explains a stale path, a foreign kernel, a wrong Node and a missing kernel, and tries a real start", async () => {
    const home = folder.path("home");
    const data = join(home, ".local/share/jupyter");
    const path = join(data, "kernels/huntbook/kernel.json");
    const look = async () => {
      const findings = await diagnoseKernel({ env: { PATH: "" }, home, platform: "linux" });
      const started = findings.at(-1)!;
      assert.ok(started.isFine && /^the kernel starts and runs a cell: /.test(started.text));
      return findings.filter(({ isFine }) => !isFine).map(({ text }) => text);
    };
    assert.deepEqual(await look(), ["no front end knows the kernel; run: huntbook kernel install"]);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "{}");
    const foreign = "a kernel of this name that is not ours; remove it to install ours";
    assert.deepEqual(await look(), [`${path}: ${foreign}`]);
    writeFileSync(path, '{"argv":["/old/node"],"metadata":{"huntbook":{}}}');
    assert.deepEqual(await look(), [
      `${path}: points at what is gone: /old/node; run: huntbook kernel install`,
    ]);
    for (const [says, fault] of [
      ["v18.20.4", "Node must be at least 20.19, got 18.20.4; install one from https://nodejs.org"],
      ["Python 3", "this is no Node"],
    ]) {
      const program = folder.path("program");
      writeFileSync(program, `#!/bin/sh\necho "${says}"\n`, { mode: 0o755 });
      writeFileSync(path, JSON.stringify({ argv: [program], metadata: { huntbook: {} } }));
      assert.deepEqual(await look(), [`${path}: starts ${program}: ${fault}; run: huntbook kernel install`]);
    }
    writeFileSync(path, '{"argv":["/old/node"],"metadata":{"huntbook":{}}}');
    assert.ok(existsSync(path) && readFileSync(path, "utf8").includes("/old/node"), "it changes nothing");
  });
});
