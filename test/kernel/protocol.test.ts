import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, describe, it } from "mocha";
import {
  errorOf,
  type KernelUnderTest,
  kernelFolder,
  printed,
  resultOf,
  sleep,
  startUnderTest,
  typesOf,
} from "./kernelUnderTest";

describe("the kernel's protocol", () => {
  const folder = kernelFolder();
  let kernel: KernelUnderTest;
  before(async () => {
    kernel = await startUnderTest(folder.path);
  });
  after(async () => {
    await kernel.stop();
    folder.remove();
  });

  it("kernel_info_request is answered on shell and control", async () => {
    for (const channel of ["shell", "control"] as const) {
      const { reply } = await kernel.request("kernel_info_request", {}, channel);
      assert.equal(reply.implementation, "huntbook");
      assert.equal(reply.protocol_version, "5.3");
      assert.deepEqual((reply.language_info as { name: string }).name, "typescript");
    }
  });

  it("execute_request sends busy, input, output, result and idle, in this order", async () => {
    const answer = await kernel.execute("console.log(1);\n2");
    assert.deepEqual(typesOf(answer), ["busy", "execute_input", "stream", "execute_result", "idle"]);
    assert.equal(resultOf(answer), "2");
    assert.deepEqual([answer.reply.status, answer.reply.payload], ["ok", []]);
    const next = await kernel.execute("");
    assert.deepEqual(typesOf(next), ["busy", "execute_input", "idle"]);
    assert.equal(next.reply.execution_count, Number(answer.reply.execution_count) + 1);
  });

  it("execute_request that is silent shows nothing and is not counted", async () => {
    const { reply } = await kernel.execute("1");
    const answer = await kernel.execute("console.log(1); 2", { silent: true, store_history: false });
    assert.deepEqual(typesOf(answer), ["busy", "idle"]);
    assert.equal(answer.reply.execution_count, reply.execution_count);
  });

  it("execute_request evaluates user_expressions, each with its own fault", async () => {
    const user_expressions = { sum: "1 + 2", bad: "null.x" };
    const { reply } = await kernel.execute("let one = 1", { user_expressions });
    const { sum, bad } = reply.user_expressions as Record<string, Record<string, unknown>>;
    assert.deepEqual(sum, { status: "ok", data: { "text/plain": "3" }, metadata: {} });
    assert.equal(bad!.status, "error");
  });

  for (const count of [100, 500, 1000, 5000]) {
    it(`execute_request loses none of ${count} prints and ${count} displays in one burst`, async () => {
      const prints = await kernel.execute(`for (let i = 0; i < ${count}; i++) console.log(i)`);
      assert.equal(printed(prints), Array.from({ length: count }, (_, i) => `${i}\n`).join(""));
      assert.ok(typesOf(prints).length < 60 + count / 50, `${typesOf(prints).length} messages`);
      const code = `import { display } from "tslab";\nfor (let i = 0; i < ${count}; i++) display.text(String(i))`;
      const displays = await kernel.execute(code);
      const texts = displays.messages
        .filter(({ header }) => header.msg_type === "display_data")
        .map(({ content }) => (content.data as Record<string, string>)["text/plain"]);
      assert.deepEqual(
        texts,
        Array.from({ length: count }, (_, i) => String(i)),
      );
    });
  }

  it("execute_request keeps stdout, stderr and displays in the order in which they were made", async () => {
    const code = `console.log("a"); console.error("b"); display.text("c"); void process.stdout.write(Buffer.from("d"));`;
    const answer = await kernel.execute(code);
    assert.deepEqual(typesOf(answer).slice(2, -1), ["stream", "stream", "display_data", "stream"]);
    assert.deepEqual([printed(answer), printed(answer, "stderr")], ["a\nd", "b\n"]);
  });

  it("execute_request shows what a loop prints while it still runs", async () => {
    const code = `const end = Date.now() + 700; console.log("early"); while (Date.now() < end); console.log(Date.now())`;
    const answer = await kernel.execute(code);
    const first = answer.messages.find(({ content }) => content.text === "early\n");
    assert.ok(Date.parse(first!.header.date) < Number(printed(answer).split("\n")[1]) - 300);
  });

  it("execute_request that fails sends an error with name, message, place and line", async () => {
    const answer = await kernel.execute("let a = 1;\nthrow new RangeError('bad ' + a)");
    assert.deepEqual(typesOf(answer), ["busy", "execute_input", "error", "idle"]);
    const { name, message, lines } = errorOf(answer)!;
    assert.deepEqual([name, message], ["RangeError", "bad 1"]);
    const cell = `In[${answer.reply.execution_count}]`;
    assert.deepEqual(lines.slice(0, 2), ["RangeError: bad 1", `    at ${cell}:2:7`]);
    assert.deepEqual(lines.slice(-2), ["  throw new RangeError('bad ' + a)", "        ~"]);
  });

  it("execute_request reports whatever is thrown", async () => {
    const thrown = async (code: string) => errorOf(await kernel.execute(code))!;
    assert.equal((await thrown("throw 5")).message, "5");
    assert.equal((await thrown("throw undefined")).message, "undefined");
    assert.equal((await thrown("throw { get name() { throw 1 } }")).name, "Error");
    assert.equal((await thrown("await Promise.reject(new Error('x'))")).message, "x");
    assert.match(
      (await thrown("throw new Error('a', { cause: new Error('b') })")).lines.join("\n"),
      /cause\]: Error: b/,
    );
  });

  it("execute_request behind a failing one is aborted when it waited, and runs when it came later", async () => {
    const [bad, waiting] = await Promise.all([kernel.execute("throw 1"), kernel.execute("1 + 1")]);
    assert.equal(bad.reply.status, "error");
    assert.deepEqual(waiting.reply, { status: "aborted" });
    assert.equal(resultOf(await kernel.execute("1 + 1")), "2");
    const [again, goes] = await Promise.all([
      kernel.execute("throw 1", { stop_on_error: false }),
      kernel.execute("2 + 2"),
    ]);
    assert.equal(again.reply.status, "error");
    assert.equal(resultOf(goes), "4");
    const [, info] = await Promise.all([kernel.execute("throw 1"), kernel.request("kernel_info_request")]);
    assert.equal(info.reply.status, "ok");
  });

  it("prompt() and confirm() ask the front end, and throw where it takes no input", async () => {
    const asked = kernel.execute("prompt('Name?')", { allow_stdin: true });
    assert.equal(await kernel.answerNext("Ann"), "Name? ");
    assert.equal(resultOf(await asked), "'Ann'");
    const confirmed = kernel.execute("confirm('Sure?')", { allow_stdin: true });
    assert.equal(await kernel.answerNext("y"), "Sure? [y/N] ");
    assert.equal(resultOf(await confirmed), "true");
    assert.equal(errorOf(await kernel.execute("prompt()"))!.message, "prompt: this front end takes no input");
  });

  it("complete_request finds members by their types, counted in characters", async () => {
    await kernel.execute("const list = [1, 2, 3]");
    const code = "'🦉'; list.ma";
    const { reply } = await kernel.request("complete_request", { code, cursor_pos: [...code].length });
    assert.deepEqual([reply.matches, reply.cursor_start, reply.cursor_end], [["map"], 10, 12]);
    const kinds = (reply.metadata as Record<string, { type: string }[]>)._jupyter_types_experimental;
    assert.equal(kinds![0]!.type, "method");
  });

  it("complete_request works inside code that is not finished", async () => {
    const code = "function f() {\n  if (list.fin";
    const { reply } = await kernel.request("complete_request", { code, cursor_pos: code.length });
    assert.deepEqual((reply.matches as string[]).slice(0, 2), ["find", "findIndex"]);
    const names = await kernel.request("complete_request", { code: "lis", cursor_pos: 3 });
    assert.deepEqual(names.reply.matches, ["list"]);
  });

  it("complete_request, inspect_request and is_complete_request are answered while a cell runs", async () => {
    await kernel.execute("const table = { rows: 3 }");
    const busy = kernel.execute("for (;;);");
    const complete = await kernel.request("complete_request", { code: "table.ro", cursor_pos: 8 });
    assert.deepEqual(complete.reply.matches, ["rows"]);
    const inspect = await kernel.request("inspect_request", {
      code: "table",
      cursor_pos: 2,
      detail_level: 0,
    });
    assert.match(JSON.stringify(inspect.reply.data), /rows: number/);
    const { reply } = await kernel.request("is_complete_request", { code: "f(" });
    assert.equal(reply.status, "incomplete");
    // What a front end shows last is that the cell still runs.
    while (kernel.output.at(-1)!.content.execution_state !== "busy") await new Promise(setImmediate);
    await kernel.request("interrupt_request", {}, "control");
    assert.equal((await busy).reply.ename, "KeyboardInterrupt");
  });

  it("inspect_request gives the type and the documentation of a name", async () => {
    await kernel.execute("/** Doubles. */\nfunction twice(x: number) { return 2 * x }");
    const { reply } = await kernel.request("inspect_request", {
      code: "twice(1)",
      cursor_pos: 3,
      detail_level: 0,
    });
    assert.equal(reply.found, true);
    assert.match(
      (reply.data as Record<string, string>)["text/plain"]!,
      /twice\(x: number\): number\n\nDoubles\./,
    );
    const nothing = await kernel.request("inspect_request", { code: "  ", cursor_pos: 1, detail_level: 0 });
    assert.deepEqual([nothing.reply.status, nothing.reply.found], ["ok", false]);
  });

  it("is_complete_request tells finished, unfinished and wrong code apart", async () => {
    const status = async (code: string) => (await kernel.request("is_complete_request", { code })).reply;
    assert.deepEqual(await status("1 + 1"), { status: "complete" });
    assert.deepEqual(await status("await (f())"), { status: "complete" });
    assert.deepEqual(await status("if (a) {"), { status: "incomplete", indent: "  " });
    assert.equal((await status("`abc")).status, "incomplete");
    assert.equal((await status("let 1 = ;")).status, "invalid");
  });

  it("history_request gives the last cells, a range of them, and those that match a pattern", async () => {
    const { reply } = await kernel.execute("const first = 'h1'");
    await kernel.execute("const second = 'h2'");
    await kernel.execute("const first = 'h1'");
    await kernel.execute("silence", { silent: true, store_history: false });
    const line = Number(reply.execution_count);
    const history = async (content: object) =>
      (await kernel.request("history_request", { output: false, raw: true, ...content })).reply.history;
    assert.deepEqual(await history({ hist_access_type: "tail", n: 2 }), [
      [1, line + 1, "const second = 'h2'"],
      [1, line + 2, "const first = 'h1'"],
    ]);
    const range = { hist_access_type: "range", session: 0, start: line, stop: line + 1 };
    assert.deepEqual(await history(range), [[1, line, "const first = 'h1'"]]);
    assert.deepEqual(await history({ ...range, output: true }), [[1, line, ["const first = 'h1'", null]]]);
    assert.deepEqual(await history({ ...range, session: -1 }), []);
    const search = { hist_access_type: "search", pattern: "*first*h?'", n: 5 };
    assert.equal(((await history(search)) as unknown[]).length, 2);
    assert.deepEqual(await history({ ...search, unique: true }), [[1, line + 2, "const first = 'h1'"]]);
  });

  it("comm_open is answered with comm_close: no widget lives here", async () => {
    void kernel.request("comm_open", { comm_id: "w1", target_name: "jupyter.widget", data: {} });
    await kernel.execute("1");
    const closed = kernel.output.filter(({ header }) => header.msg_type === "comm_close");
    assert.deepEqual(
      closed.map(({ content }) => content),
      [{ comm_id: "w1", data: {} }],
    );
  });

  it("comm_info and unknown requests are answered, debugging is refused", async () => {
    assert.deepEqual((await kernel.request("comm_info_request")).reply.comms, {});
    assert.equal((await kernel.request("strange_request")).reply.status, "error");
    const debug = await kernel.request("debug_request", { command: "initialize", seq: 3 }, "control");
    assert.deepEqual([debug.reply.success, debug.reply.request_seq], [false, 3]);
  });

  it("messages that are not signed with the key are dropped", async () => {
    const body = [{ msg_id: "x", msg_type: "execute_request" }, {}, {}, { code: "globalThis.intruder = 1" }];
    const parts = body.map((part) => JSON.stringify(part));
    const signature = createHmac("sha256", "wrong").update(parts.join("")).digest("hex");
    await kernel.sendRaw(["<IDS|MSG>", signature, ...parts]);
    await kernel.sendRaw(["nonsense"]);
    await sleep(50);
    assert.equal(resultOf(await kernel.execute("typeof (globalThis as any).intruder")), "'undefined'");
  });

  it("values that are too large are cut, with a note", async () => {
    const text = String(
      resultOf(await kernel.execute("new Map(Array.from({ length: 90 }, (_, i) => [i, 'x'.repeat(9000)]))")),
    );
    assert.match(text, /\[huntbook\] This value was cut: [\d,]+ more characters\.$/);
    assert.ok(text.length < 201_000);
    const long = printed(await kernel.execute("console.log('x'.repeat(2_000_000))"));
    assert.match(long, /\[huntbook\] This text was cut: 1,000,001 more characters\.\n$/);
  });
});
