import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openChannels } from "../../../src/notebook/client/channels";
import { newConnection, writeConnectionFile } from "../../../src/notebook/client/connection";
import { startKernel } from "../../../src/notebook/client/kernel";
import { type KernelSpec, kernelSpec } from "../../../src/notebook/client/kernelSpec";
import { newHeader } from "../../../src/notebook/client/wire";
import { makeFolder } from "../testFolder";

/** A kernel that is a script of ours. */
function scripted(folder: string, code: string): KernelSpec {
  const path = join(folder, `kernel-${Math.abs(code.length)}.js`);
  writeFileSync(path, code);
  const argv = [process.execPath, path, "{connection_file}"];
  return { name: "scripted", argv, displayName: "Scripted", language: "none", interruptMode: "signal" };
}

// Binds the sockets of a kernel; `reply` says what it does with a message.
const bind = (reply: string) => `
  const { readFileSync } = require("fs"), { createHmac } = require("crypto"), zmq = require("zeromq");
  const c = JSON.parse(readFileSync(process.argv[2], "utf8"));
  const pack = (key, type, parent, content) => {
    const header = { msg_id: "k" + Math.random(), msg_type: type, session: "k", username: "", date: "", version: "5.3" };
    const body = [header, parent, {}, content].map((part) => JSON.stringify(part));
    return ["<IDS|MSG>", createHmac("sha256", key).update(body.join("")).digest("hex"), ...body];
  };
  (async () => {
    const shell = new zmq.Router(), control = new zmq.Router(), iopub = new zmq.Publisher();
    await Promise.all([shell.bind("tcp://127.0.0.1:" + c.shell_port), control.bind("tcp://127.0.0.1:" + c.control_port),
      iopub.bind("tcp://127.0.0.1:" + c.iopub_port)]);
    for await (const [id, , , header] of shell) { const request = JSON.parse(header.toString()); ${reply} }
  })();`;

describe("startKernel", () => {
  const { folder, remove } = makeFolder();
  after(remove);

  it("startKernel(spec) runs code, interrupts a loop, keeps state, and leaves no process and no file", async () => {
    const kernel = await startKernel(kernelSpec("tslab"), { folder });
    assert.equal(kernel.info.implementation, "tslab");
    const texts: unknown[] = [];
    const onMessage = ({ content }: { content: Record<string, unknown> }) => texts.push(content.text);
    const reply = await kernel.execute("const a = 1; console.log(a)", { onMessage });
    assert.equal(reply.content.status, "ok");
    assert.equal(reply.complete, true);
    const loop = kernel.execute("while (true) {}");
    await sleep(300);
    await kernel.interrupt();
    assert.equal((await loop).content.status, "error");
    await sleep(300);
    await kernel.execute("console.log(a + 1)", { onMessage });
    assert.deepEqual(texts, ["1\n", "2\n"]);
    await kernel.shutdown();
    assert.throws(() => process.kill(kernel.pid, 0), /ESRCH/);
  });

  it("startKernel(spec) refuses messages with a wrong signature and says so", async () => {
    const reply = `shell.send([id, ...pack("wrong", "kernel_info_reply", request, {})]);
      iopub.send(pack("wrong", "status", request, { execution_state: "idle" }));`;
    await assert.rejects(startKernel(scripted(folder, bind(reply)), { folder, startSeconds: 2 }), {
      name: "KernelError",
      kind: "start",
      message: /^startKernel: scripted gave no answer in 2 seconds; \d+ messages had a wrong signature$/,
    });
  });

  it("startKernel(spec) waits for output behind a reply, and for a lost idle only so long", async () => {
    const reply = `
      const isInfo = request.msg_type === "kernel_info_request";
      shell.send([id, ...pack(c.key, request.msg_type.replace("request", "reply"), request, { status: "ok" })]);
      if (!isInfo) setTimeout(() => iopub.send(pack(c.key, "stream", request, { name: "stdout", text: "late" })), 200);
      else iopub.send(pack(c.key, "status", request, { execution_state: "idle" }));`;
    const kernel = await startKernel(scripted(folder, bind(reply)), { folder });
    const texts: unknown[] = [];
    const result = await kernel.execute("", { onMessage: ({ content }) => texts.push(content.text) });
    await kernel.shutdown();
    assert.deepEqual(texts, ["late"]);
    assert.equal(result.complete, false);
  });

  it("startKernel(spec) reports a kernel that ends at once with its log, and one that is not there", async () => {
    const spec = scripted(folder, 'console.error("no licence"); process.exit(4)');
    await assert.rejects(startKernel(spec, { folder }), {
      name: "KernelError",
      message: "startKernel: scripted ended at once: exit code 4",
      log: "no licence",
    });
    await assert.rejects(startKernel({ ...spec, argv: ["/no/such/program"] }, { folder }), {
      message: /^startKernel: scripted ended at once: could not start: .*ENOENT/,
    });
  });

  it("startKernel(spec) does not leave its kernel behind when our process gets a SIGTERM", async () => {
    const source = resolve(__dirname, "../../../src/notebook/client");
    const script = join(folder, "parent.ts");
    writeFileSync(
      script,
      `import { startKernel } from ${JSON.stringify(join(source, "kernel"))};
       import { kernelSpec } from ${JSON.stringify(join(source, "kernelSpec"))};
       startKernel(kernelSpec("tslab")).then((kernel) => console.log(kernel.pid));`,
    );
    const parent = spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), script], {
      cwd: folder,
    });
    const pid = await new Promise<number>((done) => parent.stdout.once("data", (text) => done(Number(text))));
    process.kill(pid, 0);
    const ended = new Promise((done) => parent.once("exit", (_code, signal) => done(signal)));
    parent.kill("SIGTERM");
    assert.equal(await ended, "SIGTERM");
    // Killed at once, gone from the process table when whoever inherits it has looked.
    for (let i = 0; i < 50 && isThere(pid); i++) await sleep(100);
    assert.equal(isThere(pid), false);
  });
});

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("writeConnectionFile", () => {
  it("writeConnectionFile(connection) makes a file for this user only, and remove() takes it away", async () => {
    const connection = await newConnection("x");
    const ports = Object.entries(connection).flatMap(([name, value]) =>
      name.endsWith("_port") ? [value] : [],
    );
    assert.equal(new Set(ports).size, 5);
    assert.match(connection.key, /^[0-9a-f]{64}$/);
    const file = await writeConnectionFile(connection);
    if (process.platform !== "win32") assert.equal(statSync(file.path).mode & 0o777, 0o600);
    await file.remove();
    assert.equal(existsSync(dirname(file.path)), false);
  });
});

describe("openChannels", () => {
  it("send(channel, …) queues many sends at once and close() ends them", async () => {
    const channels = openChannels(await newConnection("x"), () => {});
    for (let i = 0; i < 100; i++) channels.send("shell", newHeader("x_request", "s"), {}).catch(() => {});
    assert.equal(channels.refused(), 0);
    channels.close();
  });
});
