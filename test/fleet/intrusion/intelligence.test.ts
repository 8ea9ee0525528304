import assert from "node:assert/strict";
import { fleetSettings } from "../../../src/fleet/fleetOptions";
import { makePlan } from "../../../src/fleet/fleetPlan";
import {
  BEACON_DOMAIN,
  KNOWN_AFTER,
  KNOWN_BEFORE,
  SECOND_STAGE,
} from "../../../src/fleet/intrusion/indicators";
import { intelligenceFiles } from "../../../src/fleet/intrusion/intelligence";

describe("intelligenceFiles", () => {
  const files = intelligenceFiles(makePlan(fleetSettings("test", { hosts: 3, days: 30 })));
  const text = (name: string) => files.find((file) => file.name === name)!.text;

  it("intelligenceFiles(plan) gives a list from before; a list, a bundle and rules from after", () => {
    assert.deepEqual(
      files.map(({ name }) => name).filter((name) => !name.startsWith("rules/")),
      ["before.csv", "after.csv", "after.stix.json"],
    );
    assert.equal(files.filter(({ name }) => /^rules\/[a-z-]+\.yml$/.test(name)).length, 4);
  });

  it("intelligenceFiles(plan) publishes nothing of the intrusion before the period, and its shared parts after it", () => {
    for (const value of [BEACON_DOMAIN, SECOND_STAGE.address]) {
      const defanged = value.replaceAll(".", "[.]");
      assert.equal(text("before.csv").toLowerCase().includes(defanged), false);
      assert.equal(text("after.csv").toLowerCase().includes(defanged), true);
      assert.equal(text("after.stix.json").includes(`'${value}'`), true);
    }
    assert.match(text("before.csv"), /,2025-02-22,/);
    assert.match(text("after.csv"), /,2025-04-14,/);
  });

  it("intelligenceFiles(plan) writes lists as they come: defanged, mixed case, blanks, a duplicate", () => {
    const lines = text("before.csv").trimEnd().split("\n");
    assert.equal(lines.length, 1 + KNOWN_BEFORE.length + 1);
    assert.equal(lines.at(-1), lines[1]);
    assert.ok(
      lines.includes(
        "url,hxxp://198[.]51[.]100[.]200/gate.php ,loader; winter campaign,2025-02-22,sharing group",
      ),
    );
    assert.ok(lines.some((line) => /^domain,[A-Z[\].]+,/.test(line)));
  });

  it("intelligenceFiles(plan) gives a bundle with one indicator of STIX 2.1 for each entry", () => {
    const bundle = JSON.parse(text("after.stix.json"));
    assert.equal(bundle.objects.length, KNOWN_AFTER.length);
    const ids = new Set(bundle.objects.map((object: { id: string }) => object.id));
    assert.equal(ids.size, KNOWN_AFTER.length);
    for (const object of bundle.objects) {
      assert.match(object.id, /^indicator--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
      assert.equal(object.spec_version, "2.1");
    }
  });
});
