import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { parseAllDocuments } from "yaml";
import { type Random, random } from "../../../../src/core/random";
import { plainYaml } from "../../../../src/match/sigma/rule/plainYaml";
import { ruleFiles } from "../../../../src/match/sigma/rule/ruleFiles";

const RULE = `# a rule
title: Rundll32 from Temp
id: 6b1f
date: 2024-05-01
tags:
    - attack.t1218.011
    - 'it''s'
description: |
    First line: with a colon

      deeper # no comment
logsource: # of Windows
  product: windows
  category: process_creation
detection:
    selection:
        - Image|endswith: '\\rundll32.exe'
          EventID: 1
        - OriginalFileName: "RUNDLL32.EXE"
    words:
    - \\Temp\\
    - -enc
    - 4688
    empty: ''
    none:
    flag: true
    condition: selection and not 1 of filter_*
level: high
---
title: Second
fields:
  - a
  -
  - b: 1.5.0
    c: |-
        last
`;

/** What the YAML reader makes of a text; undefined when it finds a fault. */
function expected(text: string): unknown[] | undefined {
  const documents = parseAllDocuments(text, { uniqueKeys: true, prettyErrors: false });
  if (documents.some((document) => document.errors.length > 0)) return undefined;
  return documents.map((document) => document.toJS() as unknown).filter((content) => content !== null);
}

const PIECES = [
  " ",
  "  ",
  "\n",
  "\n\n",
  "\r\n",
  "\t",
  "- ",
  ": ",
  ":",
  "#",
  " # x",
  "'",
  '"',
  "''",
  "|",
  ">",
  "|+",
  "---\n",
  "...\n",
  "a: b\n",
  "? ",
  "*a",
  "&a",
  "!t ",
  "[",
  "}",
  ",",
  "null",
  "0x1f",
  "-1",
  "1e3",
  "007",
  ".5",
  "~",
  "__proto__: ",
  "\\",
  "\u00a0",
  "\u2028",
  "\u0085",
  "\f",
  "\v",
  "\ufeff",
  "é",
  "%",
  "<<: ",
  "-",
];

function mutated(numbers: Random, text: string): string {
  let changed = text;
  for (let n = 1 + numbers.integer(3); n > 0; n--) {
    const at = numbers.integer(changed.length + 1);
    const end = numbers.integer(2) === 0 ? at : Math.min(changed.length, at + numbers.integer(12));
    changed = changed.slice(0, at) + numbers.pick(PIECES) + changed.slice(end);
  }
  return changed;
}

describe("plainYaml", () => {
  it("plainYaml(rule) reads the usual form of rules as the YAML reader does, with any line ends", () => {
    for (const text of [RULE, RULE.replaceAll("\n", "\r\n")]) {
      assert.deepEqual(plainYaml(text), expected(text));
      assert.equal(plainYaml(text)?.length, 2);
    }
  });

  it("plainYaml(text) is undefined for forms that it leaves to the YAML reader", () => {
    const forms = [
      "a: [1]",
      "a: &x 1",
      "a: >\n  b\n",
      "a: b\n  c",
      "a: 1\na: 2",
      "'a': 1",
      "a: 0x10",
      "- a",
      "x",
    ];
    for (const form of forms) assert.equal(plainYaml(`${form}\n`), undefined, form);
  });

  it("plainYaml(changed text) is what the YAML reader gives, or undefined, for 6,000 random changes", () => {
    const numbers = random(11);
    let read = 0;
    for (let n = 0; n < 6000; n++) {
      const text = mutated(numbers, RULE);
      const plain = plainYaml(text);
      if (plain === undefined) continue;
      read += 1;
      assert.deepEqual(plain, expected(text), JSON.stringify(text));
    }
    assert.ok(read > 1000, `${read} read`);
  });

  it("plainYaml(text) takes 200,000 blanks, quotes or nested maps without delay or a broken stack", () => {
    const deep = Array.from({ length: 300 }, (_, i) => `${" ".repeat(i)}a:\n`).join("");
    assert.equal(plainYaml(deep), undefined);
    assert.deepEqual(plainYaml(`a: b${" ".repeat(200_000)}\n`), [{ a: "b" }]);
    assert.equal(plainYaml(`a: '${"''".repeat(100_000)}\n`), undefined);
  });

  it("plainYaml(every Windows rule of SigmaHQ) is what the YAML reader gives", async function () {
    const archive = join("..", "shared", "evidence", "03-sigma-regression", "sigma_windows_rules.tar.gz");
    if (!existsSync(archive)) {
      console.log("      skipped: evidence folder 03 is absent");
      this.skip();
    }
    this.timeout(60_000);
    let [files, read] = [0, 0];
    for await (const { path, text } of ruleFiles([archive], () => {})) {
      files += 1;
      const plain = plainYaml(text);
      if (plain === undefined) continue;
      read += 1;
      // The YAML reader is slow: every fifth is enough here.
      if (files % 5 === 0) assert.deepEqual(plain, expected(text), path);
    }
    assert.ok(files > 2800 && read > 0.98 * files, `${read} of ${files}`);
  });
});
