import assert from "node:assert/strict";
import { startLabKernel } from "../../../src/lab/kernels/labKernel";
import type { PageMessage } from "../../../src/lab/kernels/pageMessage";
import { type LabServer, startLab } from "../../../src/lab/startLab";
import { newHeader } from "../../../src/notebook/client/wire";
import { makeFolder } from "../../notebook/testFolder";
import { type LabClient, labClient } from "../labClient";

describe("a kernel behind the notebook page's server", function () {
  this.timeout(60_000);
  const { folder, remove } = makeFolder();
  let server: LabServer;
  let client: LabClient;
  let kernel = "";
  let session = "";

  before(async () => {
    server = await startLab(folder, { dataFolder: folder });
    client = await labClient(server);
    const { body } = await client.api("POST", "/api/sessions", {
      ...{ path: "a.ipynb/2f7c", name: "a.ipynb", type: "notebook", kernel: { name: "huntbook" } },
    });
    [kernel, session] = [body.kernel.id, body.id];
  });
  after(async () => {
    await server.close();
    remove();
  });

  it("execute_request gives output, result and reply, while the kernel still starts", async () => {
    const page = await client.socket(kernel);
    const id = page.execute("console.log('a'); 6 * 7");
    assert.equal((await page.done(id)).content.status, "ok");
    assert.equal(page.printed(id), "a\n");
    const result = await page.until(({ header }) => header.msg_type === "execute_result");
    assert.equal((result.content.data as Record<string, string>)["text/plain"], "42");
    const { body } = await client.api("GET", `/api/kernels/${kernel}`);
    assert.deepEqual(
      [body.id, body.name, body.execution_state, body.connections],
      [kernel, "huntbook", "idle", 1],
    );
    await page.close();
  });

  it("a session's kernel runs in the nearest folder that exists", async () => {
    const page = await client.socket(kernel);
    const id = page.execute("console.log(process.cwd())");
    await page.done(id);
    assert.equal(page.printed(id).trim(), require("node:fs").realpathSync(folder));
    await page.close();
  });

  it("execute_request of a burst of 5,000 displays and prints loses nothing on the way to the page", async () => {
    const page = await client.socket(kernel);
    const id = page.execute(
      'import { display } from "tslab"; for (let i = 0; i < 5000; i++) { display.text("d"); console.log(i); }',
    );
    await page.done(id);
    const displays = page.messages.filter(({ header }) => header.msg_type === "display_data");
    assert.equal(displays.length, 5000);
    assert.equal(page.printed(id).split("\n").length, 5001);
    await page.close();
  });

  it("two pages of one kernel both see the output; the reply and the question go to the one that asked", async () => {
    const [one, two] = [await client.socket(kernel), await client.socket(kernel)];
    const id = one.execute("const answer = prompt('Name?'); console.log('hello ' + answer)");
    const question = await one.until(({ channel }) => channel === "stdin");
    assert.equal(question.content.prompt, "Name? ");
    one.send("input_reply", { value: "Ada" }, "stdin");
    await one.done(id);
    await two.until(({ content }) => content.text === "hello Ada\n");
    assert.equal(two.messages.filter(({ channel }) => channel !== "iopub").length, 0);
    await Promise.all([one.close(), two.close()]);
  });

  it("interrupt ends the running cell, and the next one runs", async () => {
    const page = await client.socket(kernel);
    const loop = page.execute("console.log('on'); while (true) {}");
    await page.until(({ content }) => content.text === "on\n");
    assert.equal((await client.api("POST", `/api/kernels/${kernel}/interrupt`)).status, 204);
    assert.equal((await page.done(loop)).content.ename, "KeyboardInterrupt");
    const next = page.execute("1 + 1");
    assert.equal((await page.done(next)).content.status, "ok");
    await page.close();
  });

  it("a page whose connection dropped gets what it missed when it comes back, once and in order", async () => {
    const before = await client.socket(kernel);
    const id = before.execute(
      "for (let i = 0; i < 3; i++) { await new Promise((r) => setTimeout(r, 150)); console.log(i); }",
    );
    await before.until(({ content }) => content.execution_state === "busy");
    await before.drop();
    const other = await client.socket(kernel);
    await other.until(({ parent, content }) => parent.msg_id === id && content.execution_state === "idle");
    const back = await client.socket(kernel, before.session);
    assert.equal((await back.done(id)).content.status, "ok");
    assert.equal(before.printed(id) + back.printed(id), "0\n1\n2\n");
    await back.close();
    const again = await client.socket(kernel, before.session);
    await again.done(again.execute("0"));
    assert.equal(again.printed(id), "", "not a second time");
    await Promise.all([again.close(), other.close()]);
  });

  it("a kernel that ends under a cell says so in the cell, starts again under its id, and runs the next cell", async () => {
    const page = await client.socket(kernel);
    await page.done(page.execute("let kept = 1"));
    const id = page.execute("console.log('last words'); process.exit(3)");
    const waiting = page.execute("2 + 2");
    assert.equal((await page.done(id)).content.status, "aborted");
    assert.equal((await page.done(waiting)).content.status, "aborted");
    assert.match(
      page.printed(id, "stderr"),
      /^\[huntbook\] The kernel ended \(exit code 3\) and is started again/,
    );
    await page.until(({ content }) => content.execution_state === "restarting");
    const next = page.execute("// @ts-nocheck\ntypeof kept");
    assert.equal((await page.done(next)).content.status, "ok");
    const result = await page.until(
      ({ header, parent }) => header.msg_type === "execute_result" && parent.msg_id === next,
    );
    assert.match(JSON.stringify(result.content.data), /undefined/);
    await page.close();
  });

  it("restart keeps the id, forgets variables and ends a cell that was running", async () => {
    const page = await client.socket(kernel);
    const loop = page.execute("let x = 1; console.log('on'); while (true) {}");
    await page.until(({ parent, content }) => parent.msg_id === loop && content.text === "on\n");
    const { status, body } = await client.api("POST", `/api/kernels/${kernel}/restart`);
    assert.deepEqual([status, body.id], [200, kernel]);
    assert.equal((await page.done(loop)).content.status, "aborted");
    const next = page.execute("let x = 'new'; x");
    assert.equal((await page.done(next)).content.status, "ok");
    await page.close();
  });

  it("a session's path is opened once: the second page gets the same kernel", async () => {
    const sent = { path: "a.ipynb/2f7c", name: "a.ipynb", type: "notebook", kernel: { name: "tslab" } };
    const { body } = await client.api("POST", "/api/sessions", sent);
    assert.deepEqual([body.id, body.kernel.id], [session, kernel]);
    const renamed = await client.api("PATCH", `/api/sessions/${session}`, {
      path: "b.ipynb",
      name: "b.ipynb",
    });
    assert.deepEqual([renamed.body.path, renamed.body.kernel.id], ["b.ipynb", kernel]);
    assert.equal((await client.api("GET", "/api/sessions")).body.length, 1);
  });

  it("delete ends a session and its kernel", async () => {
    assert.equal((await client.api("DELETE", `/api/sessions/${session}`)).status, 204);
    assert.deepEqual((await client.api("GET", "/api/kernels")).body, []);
    assert.equal((await client.api("GET", `/api/kernels/${kernel}`)).status, 404);
    assert.equal(await client.upgrade(`/api/kernels/${kernel}/channels`), 404);
  });
});

describe("startLabKernel", () => {
  it("startLabKernel(name, folder) of a kernel that cannot start says why in the cell that waits, and is dead", async () => {
    const kernel = startLabKernel("huntbook", "/no/such/folder");
    const got: PageMessage[] = [];
    const dead = new Promise<void>((done) => {
      kernel.connect("page", (message) => {
        got.push(message);
        if (message.content.execution_state === "dead") done();
      });
    });
    const header = newHeader("execute_request", "page");
    const parts = { parent: {}, metadata: {}, content: { code: "1" }, buffers: [] };
    kernel.send({ channel: "shell", header, ...parts }, "page");
    await dead;
    assert.deepEqual(
      got.map((one) => one.content.status ?? one.content.execution_state ?? one.content.name),
      ["stderr", "aborted", "idle", "dead"],
    );
    assert.match(
      String(got[0]!.content.text),
      /The kernel does not start \(.*could not start: spawn .*ENOENT\)/,
    );
    assert.equal(kernel.model().execution_state, "dead");
  });
});
