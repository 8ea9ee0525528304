import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { attackTags } from "../../../src/match/attack/attack";
import { knownTechniques } from "../../../src/match/attack/knownTechniques";
import { navigatorLayer } from "../../../src/match/attack/navigatorLayer";
import { readAttack } from "../../../src/match/attack/readAttack";
import { evidence } from "../../support/evidence";
import { testFolder } from "../../support/folder";

describe("ATT&CK", () => {
  const folder = testFolder();

  it("attackTags(tags, attack) names techniques and tactics, in any case, each once", () => {
    const tags = [
      "attack.T1053.005",
      "attack.t1053.005",
      "attack.command_and_control",
      "cve.2020-1",
      "attack.t9999",
    ];
    assert.deepEqual(attackTags(tags, knownTechniques()), [
      {
        technique: "T1053.005",
        name: "Scheduled Task",
        tactics: ["Execution", "Persistence", "Privilege Escalation"],
      },
      { technique: "T9999", name: null, tactics: ["Command and Control"] },
    ]);
    assert.deepEqual(attackTags(["attack.impact"], new Map()), [
      { technique: null, name: null, tactics: ["Impact"] },
    ]);
    assert.deepEqual(attackTags([], new Map()), []);
  });

  it("readAttack(path) reads a STIX bundle", () => {
    const bundle = {
      type: "bundle",
      objects: [
        { type: "identity", name: "x" },
        {
          type: "attack-pattern",
          name: "Scheduled Task",
          external_references: [{ source_name: "mitre-attack", external_id: "T1053.005" }],
          kill_chain_phases: [
            { kill_chain_name: "mitre-attack", phase_name: "execution" },
            { kill_chain_name: "other", phase_name: "x" },
          ],
        },
        {
          type: "attack-pattern",
          name: "CAPEC",
          external_references: [{ source_name: "capec", external_id: "CAPEC-1" }],
        },
      ],
    };
    const path = folder.write("bundle.json", JSON.stringify(bundle));
    assert.deepEqual(
      [...readAttack(path).values()],
      [{ id: "T1053.005", name: "Scheduled Task", tactics: ["execution"] }],
    );
  });

  it("readAttack(path) of other content says so", () => {
    const path = folder.write("x.json", '{"a": 1}');
    assert.throws(() => readAttack(path), {
      name: "SyntaxError",
      message: /^readAttack: file must hold ATT&CK techniques, got none in /,
    });
    assert.throws(() => readAttack(folder.write("y.json", "{}\nnope")), {
      message: /line 2 of .* must be JSON, got "nope"$/,
    });
  });

  // T-13 of the evidence.
  it("readAttack(path) knows the 835 attack-patterns, and the 71 of campaign C0024", function () {
    const all = readAttack(evidence(this, "08-attack", "enterprise_attack_patterns.jsonl"));
    assert.equal(all.size, 835);
    const campaign = readAttack(evidence(this, "08-attack", "C0024_SolarWinds_techniques.jsonl"));
    assert.equal(campaign.size, 71);
    assert.equal(campaign.get("T1053.005")!.name, "Scheduled Task");
    for (const technique of knownTechniques().values())
      assert.deepEqual(technique, all.get(technique.id), technique.id);
  });

  it("navigatorLayer(coverage) tells what fired, what was quiet and what could not be seen", () => {
    const technique = (id: string, ran: number, fired: number, hits: number) => ({
      technique: id,
      name: null,
      rules: 2,
      ran,
      fired,
      hits,
    });
    const layer = navigatorLayer({
      rules: 6,
      ran: 3,
      fired: 1,
      lost: 0.5,
      lostBy: { "log source": 3, field: 0, feature: 0 },
      techniques: [technique("T1", 2, 1, 7), technique("T2", 1, 0, 0), technique("T3", 0, 0, 0)],
    });
    assert.equal(layer.versions.layer, "4.5");
    assert.equal(layer.domain, "enterprise-attack");
    assert.deepEqual(
      layer.techniques.map(({ techniqueID, score, comment }) => [techniqueID, score, comment]),
      [
        ["T1", 7, "2 rules, 2 ran, 1 with 7 hits"],
        ["T2", 0, "2 rules, 1 ran, no hit"],
        ["T3", 0, "2 rules, none of which could run"],
      ],
    );
    assert.equal(new Set(layer.techniques.map(({ color }) => color)).size, 3);
  });
});
