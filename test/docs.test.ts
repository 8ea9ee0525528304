import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import ts from "typescript";
import { assertValue, javascriptOf, run, type Step, stepsOf } from "./house/snippet";
import { placeOf, ROOT, type Source, sourcesOf, walk } from "./house/sources";

const examples = sourcesOf("src").flatMap(examplesOf);

describe("@example", () => {
  it("src has examples", () => {
    assert.ok(examples.length >= 20, `${examples.length} examples`);
  });
  for (const { place, path, steps } of examples) {
    it(`${place} gives what it says`, async () => {
      const scope = require(join(ROOT, path));
      assert.ok(
        steps.some((step) => step.expected !== undefined),
        "the example promises no value: write `expression // value`",
      );
      await check(steps, scope);
    });
  }
});

// Blocks marked ```ts are run from top to bottom as one program; what is only to be read is marked ```typescript.
describe("README.md", () => {
  const path = join(ROOT, "README.md");
  if (!existsSync(path)) {
    it("README.md exists", () => assert.fail("README.md is missing"));
    return;
  }
  const blocks = [...readFileSync(path, "utf8").matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((m) => m[1]!);
  it("README.md has TypeScript that promises values, and keeps the promises", async () => {
    const steps = blocks.flatMap((block) => stepsOf(block));
    assert.ok(steps.some((step) => step.expected !== undefined));
    await check(steps, {});
  });
});

interface Example {
  readonly place: string;
  readonly path: string;
  readonly steps: readonly Step[];
}

function examplesOf(source: Source): Example[] {
  const found: Example[] = [];
  walk(source.tree, (node) => {
    for (const tag of ts.getJSDocTags(node)) {
      // A tag is seen from its declaration and from the parts of it; take it once, where it stands.
      if (tag.tagName.text !== "example" || tag.parent.parent !== node) continue;
      // The paragraph that names the source stands last and belongs to the whole comment.
      const [code] = (ts.getTextOfJSDocComment(tag.comment) ?? "").split(/^Source:/m);
      const steps = stepsOf(code!, () => true);
      found.push({ place: placeOf(source, tag), path: source.path, steps });
    }
  });
  return found;
}

/** Runs the steps in one scope and compares each promised value. */
async function check(steps: readonly Step[], scope: Readonly<Record<string, unknown>>): Promise<void> {
  const promised: { value: unknown; expected: string }[] = [];
  const body = steps.map((step) => instrumented(step)).join("\n");
  const keep = (value: unknown, expected: string) => promised.push({ value, expected });
  const names = { require: requireFromRoot, keep__: keep };
  await run(javascriptOf(importsAsRequires(body)), { ...scope, ...names });
  for (const { value, expected } of promised) await assertValue(value, expected, scope);
}

/** The statement, followed by a call that keeps the value which its comment promises. */
function instrumented({ code, expected }: Step): string {
  if (expected === undefined) return code;
  const [statement] = stepTree(code);
  const promise = JSON.stringify(expected);
  if (statement !== undefined && ts.isExpressionStatement(statement)) {
    return `keep__(await (${printed(statement.expression)}), ${promise});`;
  }
  if (statement !== undefined && ts.isVariableStatement(statement)) {
    return `${code}\nkeep__(${statement.declarationList.declarations[0]!.name.getText()}, ${promise});`;
  }
  throw new Error(`instrumented: a value must be promised by an expression or a const, got ${code}`);
}

/** What `console.log(x)` shows is x. */
function printed(expression: ts.Expression): string {
  const log = ts.isCallExpression(expression) && expression.expression.getText() === "console.log";
  return log ? (expression as ts.CallExpression).arguments[0]!.getText() : expression.getText();
}

function stepTree(code: string): readonly ts.Statement[] {
  return ts.createSourceFile("step.ts", code, ts.ScriptTarget.ES2022, true).statements;
}

function importsAsRequires(body: string): string {
  return body.replace(/^import \* as (\w+) from ("[^"]+");?$/gm, "const $1 = require($2);");
}

function requireFromRoot(name: string): unknown {
  return require(name === "huntbook" ? join(ROOT, "src/index.ts") : require.resolve(name, { paths: [ROOT] }));
}
