import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import {
  errorOf,
  type KernelUnderTest,
  kernelFolder,
  printed,
  resultOf,
  startUnderTest,
} from "./kernelUnderTest";

const FILES = {
  "src/index.ts": 'export { add } from "./sum";\nexport const name = "src";\n',
  "src/sum.ts": "export function add(a: number, b: number): number {\n  return a + b;\n}\n",
  "src/fails.ts":
    "interface Gone {\n  x: number;\n}\n\nexport function fail(): never {\n  throw new Error('from a file');\n}\n",
  "src/viaJs.ts": 'import { add } from "./sum.js";\nexport const three: number = add(1, 2);\n',
  "data/table.json": '{ "rows": [1, 2] }\n',
  "tools/esm.mjs": "export const here = await Promise.resolve('esm');\nexport default 7;\n",
  "tools/plain.cjs": "module.exports = { one: 1, get two() { return 2; } };\n",
  "node_modules/exports-only/package.json":
    '{ "name": "exports-only", "type": "module", "exports": { ".": { "types": "./lib/main.d.ts", "import": "./lib/main.js" } } }',
  "node_modules/exports-only/lib/main.js": "export const answer = await Promise.resolve(42);\n",
  "node_modules/exports-only/lib/main.d.ts": "export declare const answer: number;\n",
  "node_modules/transpiled/package.json": '{ "name": "transpiled", "main": "index.js" }',
  "node_modules/transpiled/index.js":
    'Object.defineProperty(exports, "__esModule", { value: true });\nexports.default = function hello() { return "hello"; };\nexports["late" + "Name"] = 1;\n',
  "node_modules/probing/package.json": '{ "name": "probing", "main": "index.js" }',
  "node_modules/probing/index.js":
    "module.exports = { window: typeof window, pid: typeof process.pid, url: typeof URL, define: typeof define };\n",
  "notebooks/.keep": "",
};

describe("the kernel's language", () => {
  const folder = kernelFolder(FILES);
  let kernel: KernelUnderTest;
  before(async () => {
    kernel = await startUnderTest(join(folder.path, "notebooks"));
  });
  after(async () => {
    await kernel.stop();
    folder.remove();
  });
  /** Runs cells in turn; the result of the last. Fails when one fails. */
  const value = async (...cells: string[]) => {
    for (const cell of cells.slice(0, -1)) await ok(cell);
    return resultOf(await ok(cells.at(-1)!));
  };
  const ok = async (cell: string) => {
    const answer = await kernel.execute(cell);
    assert.deepEqual(errorOf(answer)?.lines, undefined, cell);
    return answer;
  };
  const fault = async (cell: string) => errorOf(await kernel.execute(cell))!;

  it("let, const, function, class, enum and import can be declared anew in later cells", async () => {
    assert.equal(
      await value(
        "const a = 1",
        "const a = 'x'",
        "let a = 2",
        "class a {}",
        "function a() { return 3 }",
        "a()",
      ),
      "3",
    );
    assert.equal(await value("enum E { A = 4 }", "enum E { B = 5 }", "E.B"), "5");
    assert.equal(
      await value('import { sep } from "node:path"', 'import { sep } from "node:path"', "typeof sep"),
      "'string'",
    );
  });

  it("closures see what later cells assign", async () => {
    assert.equal(await value("let cnt = 0; function inc() { return ++cnt }", "cnt = 10", "inc()"), "11");
    assert.equal(await value("let f = () => cnt", "cnt = 20; f()"), "20");
    assert.equal(
      await value("const [p, { q, ...rest }] = [1, { q: 2, r: 3 }] as const", "[p, q, rest.r]"),
      "[ 1, 2, 3 ]",
    );
  });

  it("functions are known above their declaration, and var outside its block", async () => {
    assert.equal(await value("const early = late();\nfunction late() { return 1 }", "early"), "1");
    assert.equal(
      await value("if (true) { var fromBlock = 2 }\nfor (var i = 0; i < 3; i++);", "[fromBlock, i]"),
      "[ 2, 3 ]",
    );
  });

  it("a class keeps its own name inside, and an old one survives a new one", async () => {
    assert.equal(
      await value(
        "class Node1 { static make() { return new Node1() } }",
        "const old = Node1",
        "class Node1 { x = 1 }",
        "old.make() instanceof old",
      ),
      "true",
    );
  });

  it("only a last expression is shown, and types, enums and namespaces are none", async () => {
    assert.equal(await value("1; const none = 2"), undefined);
    assert.equal(await value("3;\n;"), "3");
    assert.equal(await value("namespace N { export const x = 1 }"), undefined);
    assert.equal(await value("N.x"), "1");
    assert.equal(await value("export const out = 5; export default out + 1"), "6");
    assert.equal(await value("undefined"), undefined);
    assert.equal(await value("void Promise.resolve(1)"), undefined);
  });

  it("a last value that is a promise is waited for: its value or its error is the cell's", async () => {
    assert.equal(await value("new Promise((done) => setTimeout(done, 20, 'late'))"), "'late'");
    assert.equal((await fault("Promise.reject(new RangeError('no await'))")).message, "no await");
    assert.equal(await value("[Promise.resolve(1)]"), "[ Promise { 1 } ]");
  });

  it("await stands anywhere: before brackets, in conditions, loops, patterns and for await", async () => {
    assert.equal(await value("await (Promise.resolve(1))"), "1");
    assert.equal(await value("await (async () => 2)()"), "2");
    assert.equal(await value("const ask = async (x: number) => ({ x })", "(await (await ask(3))).x"), "3");
    assert.equal(await value("const { x = await ask(9) } = await ask(4); x"), "4");
    assert.equal(await value("// @ts-ignore\nconst y: string = await ask(5)", "typeof y"), "'object'");
    const code =
      "async function* two() { yield 1; yield 2 }\nlet sum = 0;\nfor await (const n of two()) { if (n) sum += n }\nsum";
    assert.equal(await value(code), "3");
  });

  it("local TypeScript is imported by relative path: folder, file, and the .js name of a .ts file", async () => {
    assert.equal(await value('import { add, name } from "../src"', "[add(1, 2), name]"), "[ 3, 'src' ]");
    assert.equal(await value('import * as sum from "../src/sum"', "sum.add(2, 2)"), "4");
    assert.equal(await value('import { three } from "../src/viaJs"', "three"), "3");
    assert.equal(await value('import { add as plus } from "../src/sum.js"', "plus(1, 1)"), "2");
    assert.match((await fault("add(1, 'x')")).lines[0]!, /error TS2345/);
  });

  it("a local file that has changed is loaded again", async () => {
    const path = join(folder.path, "src/fresh.ts");
    writeFileSync(path, "export const fresh = 1;\n");
    assert.equal(await value('import { fresh } from "../src/fresh"', "fresh"), "1");
    writeFileSync(path, "export const fresh = 'changed';\n");
    assert.equal(await value('import { fresh } from "../src/fresh"', "fresh.length"), "7");
  });

  it("JSON, ES modules with top-level await and CommonJS are imported, statically and dynamically", async () => {
    assert.equal(await value('import table from "../data/table.json"', "table.rows"), "[ 1, 2 ]");
    assert.equal(
      await value('import seven, { here } from "../tools/esm.mjs"', "[seven, here]"),
      "[ 7, 'esm' ]",
    );
    assert.equal(
      await value('import * as plain from "../tools/plain.cjs"', "[plain.one, plain.two]"),
      "[ 1, 2 ]",
    );
    assert.equal(await value('(await import("../tools/esm.mjs")).default'), "7");
    assert.equal(await value('import fs = require("node:fs")', "typeof fs.readFileSync"), "'function'");
    assert.equal(
      await value("import.meta.dirname === __dirname && require('node:path').basename(__dirname)"),
      "'notebooks'",
    );
  });

  it("packages are found by exports alone, with types, and CommonJS made from ES modules keeps its default", async () => {
    assert.equal(await value('import { answer } from "exports-only"', "answer"), "42");
    assert.match(
      (await fault("answer.length")).lines[0]!,
      /error TS2339: Property 'length' does not exist on type 'number'/,
    );
    assert.equal(
      await value('import hello, { lateName } from "transpiled"', "[hello(), lateName]"),
      "[ 'hello', 1 ]",
    );
  });

  it("a package of the workspace is imported by its name, with types", async () => {
    assert.equal(await value('import * as hb from "huntbook"', "typeof hb.open"), "'function'");
    assert.match((await fault("hb.nothing")).lines[0]!, /error TS2339/);
  });

  it("names that hide a built-in are the cells' own, and libraries never see them", async () => {
    await ok("const process = 1, URL = 2, window = 3; let define = () => 4;");
    assert.equal(await value("process + URL + window + define()"), "10");
    assert.equal(
      await value('import probe from "probing"', "JSON.stringify(probe)"),
      `'{"window":"undefined","pid":"number","url":"function","define":"undefined"}'`,
    );
    assert.equal(await value("const { process: own } = { process }; own"), "1");
    assert.equal(await value("((process: number) => ({ process }))(7)"), "{ process: 7 }");
    assert.equal(await value("typeof globalThis.process.pid"), "'number'");
    // One that looks for nearly all of them.
    assert.equal(await value('import * as tf from "@tensorflow/tfjs"', "tf.tensor1d([1, 2]).size"), "2");
  });

  it("types are checked, with cell, line, column, number and a mark below the code", async () => {
    const { name, message, lines } = await fault("const fine = 1;\n\tlet wrong: string = fine;");
    const cell = (message as string).split(":")[0];
    assert.equal(name, "TypeScriptError");
    assert.match(cell!, /^In\[\d+\]$/);
    assert.deepEqual(lines.slice(0, 4), [
      `${cell}:2:6 - error TS2322: Type 'number' is not assignable to type 'string'.`,
      "",
      "  \tlet wrong: string = fine;",
      "  \t    ~~~~~",
    ]);
    assert.match(
      (await fault("let x1: string = 1; let x2: string = 2")).message as string,
      / \(and 1 more\)$/,
    );
    assert.match((await fault("wrong")).message as string, /TS2304/);
  });

  it("a constant of an earlier cell cannot be assigned, a variable can", async () => {
    await ok("const fixed = 1; let loose = 1");
    assert.match((await fault("fixed = 2")).message as string, /TS2588: Cannot assign to 'fixed'/);
    assert.equal(await value("loose = 2; loose++; loose"), "3");
    assert.match((await fault("loose = 'x'")).message as string, /TS2322/);
  });

  it("syntax is checked, with its place", async () => {
    const { name, message } = await fault("let a = 1;\nlet b = ;");
    assert.equal(name, "SyntaxError");
    assert.match(message as string, /^In\[\d+\]:2:9 - error TS1109: Expression expected\.$/);
  });

  it("// @ts-nocheck runs a cell whatever its types", async () => {
    assert.equal(await value("// @ts-nocheck\nconst s: string = 5;\ns"), "5");
  });

  it("places of run-time errors are those of the code, in cells and in local files", async () => {
    await ok(
      'import { fail } from "../src/fails";\ninterface Unseen { a: 1 }\n\nconst shift: number = 1; const boom = () => {\n  fail();\n};',
    );
    const { lines } = await fault("type T = 1;\nboom();");
    assert.match(lines[1]!, /^ {4}at fail \(.*src\/fails\.ts:6:9\)$/);
    assert.match(lines[2]!, /^ {4}at boom \(In\[\d+\]:5:3\)$/);
    assert.match(lines[3]!, /^ {4}at In\[\d+\]:2:1$/);
    assert.match(lines.slice(4).join("\n"), /^\nIn\[\d+\]:5:3\n {4}fail\(\);\n {4}~$/);
    const late = await fault(
      "const wait = async () => { await null; throw new Error('late') };\n\nawait wait()",
    );
    assert.match(late.lines.join("\n"), /at wait \(In\[\d+\]:1:46\)/);
  });

  it("rejections and exceptions that nobody catches are reported and survived", async () => {
    const answer = await ok(
      "Promise.reject(new Error('lost')); setTimeout(() => { throw new Error('timer') }, 1); await new Promise((r) => setTimeout(r, 50))",
    );
    assert.match(
      printed(answer, "stderr"),
      /^Unhandled rejection: Error: lost\n {4}at In\[\d+\]:1:16\nUncaught exception: Error: timer\n/,
    );
    assert.equal(await value("1"), "1");
  });

  it("rich values are shown by their own method, also when it is asynchronous", async () => {
    await ok("const rich = (make: () => unknown) => ({ [Symbol.for('Jupyter.display')]: make })");
    const data = async (code: string) => {
      const { messages } = await ok(code);
      return messages.find(({ header }) => header.msg_type === "execute_result")?.content.data;
    };
    const bundle = { "text/plain": "p", "text/html": "<b>p</b>" };
    assert.deepEqual(await data(`rich(() => (${JSON.stringify(bundle)}))`), bundle);
    assert.deepEqual(await data(`rich(async () => (${JSON.stringify(bundle)}))`), bundle);
    assert.deepEqual(await data("rich(() => ({ 'text/plain': 'i', 'image/png': new Uint8Array([1, 2]) }))"), {
      "text/plain": "i",
      "image/png": "AQI=",
    });
    const { messages } = await ok("await hb.show(rich(() => ({ 'text/plain': 'shown' })))");
    assert.deepEqual(messages.find(({ header }) => header.msg_type === "display_data")?.content.data, {
      "text/plain": "shown",
    });
    assert.equal((await fault("rich(() => { throw new Error('no picture') })")).message, "no picture");
  });

  it("tslab's display and newDisplay work, and a new display is updated in place", async () => {
    const code =
      'import { display, newDisplay } from "tslab";\ndisplay.html("<i>");\nconst one = newDisplay(); one.text("a"); one.markdown("b"); display.png(new Uint8Array([1]));';
    const shown = (await ok(code)).messages.filter(({ header }) => /display_data$/.test(header.msg_type));
    assert.deepEqual(
      shown.map(({ header, content }) => [header.msg_type, content.data]),
      [
        ["display_data", { "text/html": "<i>" }],
        ["display_data", { "text/plain": "a" }],
        ["update_display_data", { "text/markdown": "b" }],
        ["display_data", { "image/png": "AQ==" }],
      ],
    );
    assert.deepEqual(shown[1]!.content.transient, shown[2]!.content.transient);
  });
});

describe("the kernel with type errors as warnings", () => {
  it("HUNTBOOK_TYPES=warn runs cells with wrong types and says what is wrong", async () => {
    const folder = kernelFolder();
    const kernel = await startUnderTest(folder.path, { HUNTBOOK_TYPES: "warn" });
    const answer = await kernel.execute("const s: string = 5;\ns");
    assert.equal(resultOf(answer), "5");
    assert.match(printed(answer, "stderr"), /^In\[1\]:1:7 - error TS2322/);
    await kernel.stop();
    folder.remove();
  });
});

describe("the kernel outside of a project", () => {
  it("the library is imported by its name, with its types, in a folder that has no packages", async () => {
    const folder = mkdtempSync(join(tmpdir(), "huntbook-kernel-test-"));
    const kernel = await startUnderTest(folder);
    const first = await kernel.execute('import * as hb from "huntbook";\ntypeof hb.lfo');
    assert.equal(resultOf(first), "'function'");
    const missing = errorOf(await kernel.execute("hb.noSuchThing"))!;
    assert.match(missing.lines[0]!, /error TS2339/);
    const dynamic = await kernel.execute('(await import("huntbook")).lfo === hb.lfo');
    assert.equal(resultOf(dynamic), "true");
    await kernel.stop();
    rmSync(folder, { recursive: true });
  });
});
