import assert from "node:assert/strict";
import { describe, it } from "mocha";
import ts from "typescript";
import { placeOf, sourcesOf, walk } from "./house/sources";

/** A message as it stands in the source; what is filled in at run time is a hole. */
interface Message {
  readonly place: string;
  readonly text: string;
}

// commander puts the option and its value in front; the notebook page shows an HttpError's sentence as it is.
const EXEMPT = ["InvalidArgumentError", "HttpError"];
// Stands for what is filled in at run time.
const HOLE = "$" + "{}";
// <function>: <what was expected>, got <value> … or <function>: <fault>; lower case, no final period, one line.
const START = /^(\$\{\}|[a-z][A-Za-z0-9]*([. ][a-z][A-Za-z0-9]*)*): \S/;

const messages = sourcesOf("src").flatMap((source) => {
  const found: Message[] = [];
  walk(source.tree, (node) => {
    if (!ts.isThrowStatement(node) || !ts.isNewExpression(node.expression)) return;
    const { expression, arguments: given = [] } = node.expression;
    if (!/Error$/.test(expression.getText()) || EXEMPT.includes(expression.getText())) return;
    // Our own classes may take a one-word kind before the message.
    const text = given.map(textOf).find((one) => one !== undefined && /\s/.test(one));
    if (text !== undefined) found.push({ place: placeOf(source, node), text });
  });
  return found;
});
const faults = (bad: (text: string) => boolean) =>
  messages.filter(({ text }) => bad(text)).map(({ place, text }) => `${place}: ${text}`);

describe("error messages", () => {
  it("src has errors to check", () => {
    assert.ok(messages.length >= 10, `${messages.length} messages`);
  });
  it("src starts every message with the name of its function and a colon", () => {
    assert.deepEqual(
      faults((text) => !START.test(text)),
      [],
    );
  });
  it("src ends no message with a period", () => {
    assert.deepEqual(
      faults((text) => /[.]$/.test(text)),
      [],
    );
  });
  it("src writes every message on one line", () => {
    assert.deepEqual(
      faults((text) => /[\r\n]/.test(text)),
      [],
    );
  });
  it("src starts no fault like a sentence", () => {
    assert.deepEqual(
      faults((text) =>
        /^[^:]*: (The|A|An|No|Not|Cannot|Could|Invalid|Unknown|Expected|Missing)\b/.test(text),
      ),
      [],
    );
  });
});

/** The text of a literal, a template or a sum of them; undefined when nothing of it is text. */
function textOf(node: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map((span) => HOLE + span.literal.text).join("");
  }
  if (ts.isParenthesizedExpression(node)) return textOf(node.expression);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [textOf(node.left), textOf(node.right)];
    return left === undefined && right === undefined ? undefined : (left ?? HOLE) + (right ?? HOLE);
  }
  return undefined;
}
