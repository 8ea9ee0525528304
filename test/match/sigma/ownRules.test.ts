import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { attackTags } from "../../../src/match/attack/attack";
import { knownTechniques } from "../../../src/match/attack/knownTechniques";
import { ownRules } from "../../../src/match/sigma/ownRules";
import type { RuleSet } from "../../../src/match/sigma/rule/readRules";
import { variantsOf } from "../../../src/match/sigma/sources/sourceMap";
import { WINDOWS_SOURCES } from "../../../src/match/sigma/sources/windows";
import { testRule } from "../../../src/match/sigma/testRule";

describe("ownRules", () => {
  let set: RuleSet;
  before(async () => {
    set = await ownRules();
  });

  it("ownRules() are read without an issue, each with an id of its own", () => {
    assert.deepEqual([...set.issues], []);
    assert.ok(set.rules.length >= 20);
    assert.equal(new Set(set.rules.map((rule) => rule.id)).size, set.rules.length);
  });

  it("ownRules() hold in their positive events and in no negative one", () => {
    for (const rule of set.rules) {
      if (rule.kind !== "detection") continue;
      const { cases, passed } = testRule(rule);
      assert.ok(cases.some((one) => one.wanted) && cases.some((one) => !one.wanted), rule.title);
      assert.ok(passed, `${rule.title}: ${JSON.stringify(cases.filter((one) => one.got !== one.wanted))}`);
    }
  });

  it("ownRules() name techniques that the library knows, and log sources of its map", () => {
    const attack = knownTechniques();
    for (const rule of set.rules) {
      for (const { technique, name } of attackTags(rule.tags, attack))
        assert.ok(name !== null, `${technique}`);
      if (rule.kind === "detection")
        assert.ok(variantsOf(rule.logsource, WINDOWS_SOURCES).length > 0, rule.title);
    }
  });
});

describe("testRule", () => {
  const yaml =
    "title: Shell\nlogsource: {product: windows}\ndetection:\n  a: {Image|endswith: '\\cmd.exe'}\n  condition: a\n";

  it("testRule(rule, events) tells of each event what was wanted and what came", () => {
    const result = testRule(yaml, {
      hits: [{ Image: "C:\\cmd.exe" }, { Image: "x" }],
      quiet: [{ Image: "<b>\u001b" }],
    });
    assert.equal(result.passed, false);
    assert.deepEqual(
      result.cases.map(({ wanted, got, why }) => [wanted, got, why]),
      [
        [true, true, "Image: C:\\cmd.exe"],
        [true, false, ""],
        [false, false, ""],
      ],
    );
    const shown = result[Symbol.for("Jupyter.display") as keyof typeof result] as unknown as () => Record<
      string,
      string
    >;
    const bundle = shown.call(result);
    assert.match(bundle["text/plain"]!, /^Shell: failed\n✓ hit wanted, hit \(Image: C:\\cmd\.exe\)/);
    assert.ok(!bundle["text/html"]!.includes("<b>"));
  });

  it("testRule(rule) of what is no rule says why, and where", () => {
    assert.throws(() => testRule(yaml.replace("endswith", "endwith")), {
      name: "SyntaxError",
      message:
        'testRule: unknown modifier "endwith" in a.Image; did you mean "endswith"? (line 4, column 22)',
    });
    assert.throws(() => testRule(""), {
      name: "TypeError",
      message: "testRule: text must hold one rule, got 0",
    });
    assert.throws(() => testRule(yaml, { hit: [] } as object), { name: "TypeError" });
  });
});
