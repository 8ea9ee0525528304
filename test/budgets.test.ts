import assert from "node:assert/strict";
import { describe, it } from "mocha";
import ts from "typescript";
import { placeOf, type Source, sourcesOf, walk } from "./house/sources";

const FILE_LINES = 300;
const FUNCTION_LINES = 60;
const TEST_LINES = 400;

const sources = sourcesOf("src");

describe("budgets", () => {
  it(`src has no file above ${FILE_LINES} lines`, () => {
    assert.deepEqual(longFiles(sources, FILE_LINES), []);
  });

  it(`test has no file above ${TEST_LINES} lines`, () => {
    assert.deepEqual(longFiles(sourcesOf("test"), TEST_LINES), []);
  });

  it(`src has no function above ${FUNCTION_LINES} lines`, () => {
    const long: string[] = [];
    for (const source of sources) {
      walk(source.tree, (node) => {
        if (!ts.isFunctionLike(node) || !("body" in node)) return;
        const lines = linesBetween(source, node.getStart(), node.end);
        if (lines > FUNCTION_LINES) long.push(`${placeOf(source, node)}: ${lines} lines`);
      });
    }
    assert.deepEqual(long, []);
  });

  it("src says what every export is for, in a doc comment that starts with a sentence", () => {
    const bare = sources.flatMap((source) =>
      source.tree.statements
        .filter((statement) => isExported(statement) && !hasDoc(statement))
        .map(
          (statement) => `${placeOf(source, statement)}: ${statement.getText().split("\n")[0]!.slice(0, 80)}`,
        ),
    );
    assert.deepEqual(bare, []);
  });
});

function longFiles(files: readonly Source[], limit: number): string[] {
  return files
    .map((source) => ({
      path: source.path,
      lines: linesBetween(source, 0, source.tree.text.trimEnd().length),
    }))
    .filter(({ lines }) => lines > limit)
    .map(({ path, lines }) => `${path}: ${lines} lines`);
}

function linesBetween(source: Source, start: number, end: number): number {
  const lineOf = (position: number) => source.tree.getLineAndCharacterOfPosition(position).line;
  return lineOf(end) - lineOf(start) + 1;
}

function isExported(statement: ts.Statement): boolean {
  if (!ts.canHaveModifiers(statement)) return false;
  return (ts.getModifiers(statement) ?? []).some((m) => m.kind === ts.SyntaxKind.ExportKeyword);
}

/** Overloads share the comment of the first. */
function hasDoc(statement: ts.Statement): boolean {
  const siblings = (statement.parent as ts.SourceFile).statements;
  const nameOf = (node: ts.Statement) => (ts.isFunctionDeclaration(node) ? node.name?.text : undefined);
  const first = siblings.find((other) => nameOf(other) !== undefined && nameOf(other) === nameOf(statement));
  const text = ts
    .getJSDocCommentsAndTags(first ?? statement)
    .filter(ts.isJSDoc)
    .map((doc) => ts.getTextOfJSDocComment(doc.comment) ?? "");
  return text.some((comment) => comment.trim().length > 0);
}
