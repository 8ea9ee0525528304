import assert from "node:assert/strict";
import { type Message, newHeader } from "../../src/notebook/client/wire";
import { collectOutputs, type DisplayIndex } from "../../src/notebook/collectOutputs";

function message(type: string, content: Record<string, unknown>, size = 10): Message {
  return { ids: [], header: newHeader(type, "s"), parent: {}, metadata: {}, content, buffers: [], size };
}

describe("collectOutputs", () => {
  it("add(clear_output) clears at once, or with wait before the next output", () => {
    const collector = collectOutputs(1000, new Map());
    const print = (text: string) => collector.add(message("stream", { name: "stdout", text }));
    print("a");
    collector.add(message("clear_output", { wait: true }));
    assert.equal(collector.outputs.length, 1);
    print("b");
    assert.deepEqual(collector.outputs, [{ output_type: "stream", name: "stdout", text: "b" }]);
    collector.add(message("clear_output", { wait: false }));
    assert.deepEqual(collector.outputs, []);
  });

  it("add(update_display_data) changes every display of that id, in other cells too, and no other", () => {
    const displays: DisplayIndex = new Map();
    const [first, second] = [collectOutputs(1000, displays), collectOutputs(1000, displays)];
    const show = (type: string, text: string, id?: string) =>
      message(type, { data: { "text/plain": text }, metadata: {}, transient: id ? { display_id: id } : {} });
    first.add(show("display_data", "one", "__proto__"));
    second.add(show("display_data", "two", "__proto__"));
    second.add(show("display_data", "three"));
    second.add(show("update_display_data", "new", "__proto__"));
    second.add(show("update_display_data", "nobody", "unknown"));
    const texts = [first, second].map(({ outputs }) =>
      outputs.map((o) => "data" in o && o.data["text/plain"]),
    );
    assert.deepEqual(texts, [["new"], ["new", "three"]]);
  });

  it("add(message) keeps results and errors of kernels that send them", () => {
    const collector = collectOutputs(1000, new Map());
    collector.add(message("execute_input", { code: "1" }));
    collector.add(
      message("execute_result", { execution_count: 3, data: { "text/plain": "1" }, metadata: {} }),
    );
    collector.add(message("error", { ename: "E", evalue: "v", traceback: ["a", "b"] }));
    assert.deepEqual(collector.outputs, [
      { output_type: "execute_result", execution_count: 3, data: { "text/plain": "1" }, metadata: {} },
      { output_type: "error", ename: "E", evalue: "v", traceback: ["a", "b"] },
    ]);
  });

  it("add(message) keeps errors and one note beyond the limit, and counts anew after clear_output", () => {
    const collector = collectOutputs(25, new Map());
    for (let i = 0; i < 5; i++) collector.add(message("stream", { name: "stdout", text: String(i) }));
    collector.add(message("error", { ename: "E", evalue: "v", traceback: [] }));
    assert.deepEqual(
      collector.outputs.map((o) => (o.output_type === "stream" ? o.text : o.output_type)),
      ["01", "\n[huntbook] This cell's output was cut: more than 0 MB.\n", "error"],
    );
    collector.add(message("clear_output", {}));
    collector.add(message("stream", { name: "stdout", text: "on" }));
    assert.equal(collector.outputs.length, 1);
  });

  it("takeLastErrors(count) cuts the messages from the end of stderr and leaves what was printed before", () => {
    const collector = collectOutputs(1000, new Map());
    for (const text of ["mine\n", "1:1 - a\n", "1:2 - b\n"])
      collector.add(message("stream", { name: "stderr", text }));
    assert.equal(
      collector.takeLastErrors(() => 2),
      "1:1 - a\n1:2 - b\n",
    );
    assert.deepEqual(collector.outputs, [{ output_type: "stream", name: "stderr", text: "mine\n" }]);
    assert.equal(
      collector.takeLastErrors((messages) => messages.length),
      "",
    );
  });
});
