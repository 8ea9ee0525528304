import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { describe, it } from "mocha";
import type { Issue } from "../../../../src/core/issue";
import { random } from "../../../../src/core/random";
import { parseRules, readRules } from "../../../../src/match/sigma/rule/readRules";
import { testFolder } from "../../../support/folder";
import { writeTar } from "../../../support/tar";
import { writeZip } from "../../../support/zip";

const RULE = `title: One
id: 11111111-1111-4111-8111-111111111111
logsource:
  product: windows
  category: process_creation
detection:
  selection:
    Image|endswith: '\\cmd.exe'
  condition: selection
level: high
tags:
  - attack.t1059.003
`;

/** The issues of a text, as `place: reason`. */
function issuesOf(text: string): string[] {
  const issues: Issue[] = [];
  parseRules({ path: "r.yml", text }, (issue) => issues.push(issue));
  return issues.map(({ place, reason }) => `${place}: ${reason}`);
}

describe("readRules", () => {
  const folder = testFolder();

  it("readRules(paths) reads folders, several documents in a file, and archives", async () => {
    folder.write("rules/one.yml", RULE);
    folder.write("rules/deep/two.yaml", `${RULE}---\n${RULE.replace("One", "Two")}`);
    folder.write("rules/README.md", "# no rule");
    const tar = writeTar([
      ["a/three.yml", RULE.replace("One", "Three")],
      ["../../LICENSE", "text"],
      ["../../four.yml", RULE.replace("One", "Four")],
    ]);
    folder.write("rules/set.tar.gz", gzipSync(tar));
    folder.write("rules/set.zip", writeZip([{ name: "five.yml", content: RULE.replace("One", "Five") }]));
    const { rules, issues } = await readRules(folder.path("rules"));
    assert.deepEqual([...issues], []);
    assert.deepEqual(rules.map((rule) => rule.title).sort(), ["Five", "Four", "One", "One", "Three", "Two"]);
    assert.equal(
      rules.find((rule) => rule.title === "Three")!.path,
      `${folder.path("rules/set.tar.gz")}!a/three.yml`,
    );
  });

  it("readRules(paths) names what is no rule, and stops at nothing", async () => {
    const bad = folder.write("mixed/bad.yml", RULE.replace("endswith", "endwith"));
    folder.write("mixed/good.yml", RULE);
    const { rules, issues } = await readRules([
      folder.path("mixed"),
      folder.path("none"),
      folder.write("x.txt", "x"),
    ]);
    assert.equal(rules.length, 1);
    assert.deepEqual(
      issues.map(({ path, place, reason }) => [path, place, reason]),
      [
        [folder.path("none"), "", "no such file or folder"],
        [bad, "line 8, column 20", 'unknown modifier "endwith" in selection.Image; did you mean "endswith"?'],
        [folder.path("x.txt"), "", "neither a rule (.yml, .yaml) nor an archive of rules"],
      ],
    );
  });

  it("readRules(paths) of an archive that is cut off reads what comes before, and says so", async () => {
    const tar = writeTar([
      ["one.yml", RULE],
      ["two.yml", RULE],
    ]);
    const path = folder.write("cut.tar", tar.subarray(0, 512 + 512 + 512 + 100));
    const { rules, issues } = await readRules(path);
    assert.equal(rules.length, 1);
    assert.deepEqual(
      issues.map(({ reason }) => reason),
      ['tarMembers: archive ends within its member "two.yml"'],
    );
    const big = folder.write(
      "big.tar",
      writeTar([
        ["big.yml", `#${"x".repeat(600_000)}`],
        ["one.yml", RULE],
      ]),
    );
    const result = await readRules(big);
    assert.equal(result.rules.length, 1);
    assert.match(
      result.issues[0]!.reason,
      /^read: file must be at most 524288 bytes of this kind, got more$/,
    );
  });

  it("parseRules(file) says where a fault stands, and what was meant", () => {
    const condition = (text: string) => RULE.replace("condition: selection", `condition: ${text}`);
    const field = (text: string) => RULE.replace(/ {4}Image.*/, `    ${text}`);
    const cases: [string, string][] = [
      [
        condition("selection and selektion"),
        'line 9, column 28: condition must name parts of the detection (selection), got "selektion"; did you mean "selection"?',
      ],
      [
        condition("1 of x_*"),
        'line 9, column 19: pattern must fit parts of the detection (selection), got "x_*"',
      ],
      [condition("'selection and'"), "line 9, column 28: a name was expected, got the end"],
      [
        RULE.replace("level: high", "level: hihg"),
        'line 10, column 8: level must be one of informational, low, medium, high, critical, got "hihg"; did you mean "high"?',
      ],
      [
        RULE.replace("detection:", "detectoin:"),
        'line 7, column 3: rule must have one of detection, correlation, filter, got none; did you mean "detection"?',
      ],
      [
        field("Image|re: '(?=x)'"),
        "line 8, column 15: value of selection.Image must be a regular expression: pattern is no regular expression of RE2: error parsing regexp: invalid or unsupported Perl syntax: `(?=`",
      ],
      [
        field("Image|cidr: 10.0.0.0/40"),
        'line 8, column 17: values of selection.Image must be networks like 10.0.0.0/8, got "10.0.0.0/40"',
      ],
      [field("Image|gt: many"), 'line 8, column 15: values of selection.Image must be numbers, got "many"'],
      [
        field("Image|i: x"),
        'line 8, column 14: modifiers of selection.Image do not go together: "i" must follow "re"',
      ],
      [
        field("Image: {a: b}"),
        "line 8, column 12: values of selection.Image must be text, numbers, true, false or null, got Object",
      ],
      ["- a\n", "line 1, column 1: rule must be a map, got an array of 1"],
      [
        RULE.replace("  condition: selection\n", ""),
        "line 7, column 3: detection must have a condition, got none",
      ],
      [`${RULE}level: low\n`, 'line 13, column 1: yaml: keys must be unique, got "level" twice'],
    ];
    for (const [text, wanted] of cases) assert.deepEqual(issuesOf(text), [wanted], text);
  });

  it("parseRules(file) refuses aliases of aliases before they grow", () => {
    const levels = Array.from({ length: 20 }, (_, i) =>
      i === 0
        ? "a0: &a0 [x, x, x, x, x, x, x, x, x]"
        : `a${i}: &a${i} [${Array(9)
            .fill(`*a${i - 1}`)
            .join(", ")}]`,
    );
    assert.deepEqual(issuesOf(`${levels.join("\n")}\n${RULE}`), [
      ": yaml: Excessive alias count indicates a resource exhaustion attack",
    ]);
  });

  it("parseRules(file) of text that is nested a hundred thousand deep is an issue", () => {
    const issue = ": yaml: nesting must be at most 200 deep, got more";
    for (const text of [`a: ${"[".repeat(100_000)}`, "- ".repeat(100_000), `${" ".repeat(1000)}a: b`]) {
      assert.deepEqual(issuesOf(text), [issue]);
    }
  });

  it("parseRules(file) bounds what a pattern may cost", () => {
    const [issue] = issuesOf(RULE.replace(/ {4}Image.*/, "    Image|re: '((a{1,100}){1,100}){1,100}'"));
    assert.match(issue!, /^line 8, column 15: value of selection\.Image must be a regular expression: /);
  });

  it("parseRules(file) puts values for placeholders in, and keeps a rule without values from running", async () => {
    const path = folder.write(
      "expand.yml",
      RULE.replace("Image|endswith: '\\cmd.exe'", "Computer|startswith|expand: '%dc%-'"),
    );
    const [none] = (await readRules(path)).rules;
    assert.deepEqual(none?.kind === "detection" && none.test, {
      kind: "atom",
      field: "Computer",
      match: { kind: "placeholder", name: "dc" },
    });
    const [some] = (await readRules(path, { placeholders: { dc: ["dc01", "dc02"] } })).rules;
    assert.equal(some?.kind === "detection" && some.test.kind === "or" && some.test.items.length, 2);
  });

  it("parseRules(file) of damaged rules gives rules or issues, never an error", () => {
    const numbers = random(11);
    for (let i = 0; i < 400; i++) {
      const text = damaged(RULE, numbers);
      const issues = issuesOf(text);
      assert.ok(
        issues.every((issue) => !issue.includes("\n") && !issue.includes("undefined")),
        issues[0],
      );
    }
  });
});

/** A text with some characters exchanged, cut or doubled. */
function damaged(text: string, numbers: ReturnType<typeof random>): string {
  let result = text;
  for (let n = 1 + numbers.integer(4); n > 0; n--) {
    const at = numbers.integer(result.length);
    const put = numbers.pick(["", "\n", ": ", "|", "'", "- ", "{", "[", "*a", "&a ", "\t", "0", "!!binary "]);
    result = result.slice(0, at) + put + result.slice(at + numbers.integer(3));
  }
  return result;
}
