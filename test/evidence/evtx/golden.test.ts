import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { needLibevtx } from "./evtxExport";
import { goldenLog } from "./goldenLog";
import { printedGolden } from "./makeGolden";
import { readAll } from "./readAll";
import { ourSystem, sameText } from "./sameAsLibevtx";

interface Printed {
  readonly system: Record<string, string>;
  readonly data: Record<string, string>;
}

describe("readEvtx and the golden print of libevtx", () => {
  const golden = JSON.parse(readFileSync(join(__dirname, "golden.json"), "utf8")) as Printed[];

  it("readEvtx of the generated log gives the values that libevtx 20181227 printed", async () => {
    const { events, issues, summary } = await readAll(goldenLog());
    assert.deepEqual(issues, []);
    assert.deepEqual(summary, { records: 15, chunks: 2, damagedChunks: 0, dirty: false });
    assert.equal(events.length, golden.length);
    const rules = new Set<string>();
    for (const [i, { system, data }] of golden.entries()) {
      const event = events[i]!;
      assert.deepEqual([...ourSystem(event).keys()].sort(), Object.keys(system).sort());
      for (const [name, text] of ourSystem(event)) {
        assert.notEqual(sameText(text, system[name]!), undefined, `${name}: ${text} is not ${system[name]}`);
      }
      assert.deepEqual(Object.keys(event.data), Object.keys(data));
      for (const [name, printed] of Object.entries(data)) {
        const how = sameText(event.data[name] as string, printed);
        assert.notEqual(how, undefined, `${name}: ${event.data[name]} is not ${printed}`);
        rules.add(how!);
      }
    }
    assert.equal(rules.size, 7, [...rules].join("; "));
  });

  it("golden.evtx.gz is the generated log", () => {
    assert.ok(gunzipSync(readFileSync(join(__dirname, "golden.evtx.gz"))).equals(goldenLog()));
  });

  it("the golden print is what libevtx prints for the generated log", function () {
    needLibevtx(this);
    assert.deepEqual(printedGolden(), golden);
  });
});
