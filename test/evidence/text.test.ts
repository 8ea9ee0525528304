import assert from "node:assert/strict";
import { random } from "../../src/core/random";
import { detectKind } from "../../src/evidence/detectKind";
import { hostName } from "../../src/evidence/hostName";
import { parseTime } from "../../src/evidence/parseTime";

describe("parseTime", () => {
  it("parseTime reads the forms that collectors write, in microseconds", () => {
    const second = Date.UTC(2021, 0, 27, 11, 40, 36) * 1000;
    assert.equal(parseTime("2021-01-27T11:40:36Z"), second);
    assert.equal(parseTime("2021-01-27 11:40:36"), second);
    assert.equal(parseTime("2021-01-27T11:40:36.399581000Z"), second + 399581);
    assert.equal(parseTime("2021-01-27T11:40:36.3995817Z"), second + 399581);
    assert.equal(parseTime("2021-01-27T13:40:36.5+02:00"), second + 500000);
    assert.equal(parseTime("2021-01-27T05:10:36-0630"), second);
    assert.equal(parseTime("2021-01-27 11:40:36,25 UTC"), second + 250000);
  });

  it("parseTime reads offsets of whole hours", () => {
    const second = Date.UTC(2021, 0, 27, 11, 40, 36) * 1000;
    assert.equal(parseTime("2021-01-27T16:40:36+05"), second);
    assert.equal(parseTime("2021-01-27 03:40:36.0 -08"), second);
  });

  it("parseTime reads dates with slashes where only one number can be the month", () => {
    const second = Date.UTC(2021, 0, 27, 17, 40, 36) * 1000;
    assert.equal(parseTime("1/27/2021 5:40:36 PM"), second);
    assert.equal(parseTime("01/27/2021 17:40:36"), second);
    assert.equal(parseTime("27/1/2021, 05:40:36 pm"), second);
    assert.equal(parseTime("1/27/2021 12:00:00 AM"), Date.UTC(2021, 0, 27) * 1000);
    assert.equal(parseTime("5/5/2021 12:00:00 PM"), Date.UTC(2021, 4, 5, 12) * 1000);
    for (const text of [
      "3/4/2021 5:40:36 PM",
      "27/27/2021 1:00:00",
      "1/27/2021 13:00:00 PM",
      "1/27/21 1:00:00",
    ])
      assert.equal(parseTime(text), null, text);
  });

  it("parseTime of 20,000 random texts is null or whole microseconds, and long ones cost nothing", () => {
    const { integer } = random(1);
    const alphabet = "0123456789/-: .+TZAMP,";
    for (let i = 0; i < 20_000; i++) {
      const text = Array.from({ length: integer(28) }, () => alphabet[integer(alphabet.length)]).join("");
      const time = parseTime(text);
      assert.ok(time === null || Number.isSafeInteger(time), text);
    }
    assert.equal(parseTime("1".repeat(1_000_000)), null);
  });

  it("parseTime of anything else is null", () => {
    for (const text of [
      "",
      "yesterday",
      "2021-13",
      "2021-01-27",
      5,
      null,
      undefined,
      "2021-01-27T11:40:36.1.2Z",
    ]) {
      assert.equal(parseTime(text), null);
    }
  });
});

describe("hostName", () => {
  it("hostName drops domain, case, backslashes and the trailing dot, and keeps addresses", () => {
    assert.equal(hostName("WORKSTATION5.theshire.local"), "workstation5");
    assert.equal(hostName("\\\\DC01."), "dc01");
    assert.equal(hostName("10.0.0.1"), "10.0.0.1");
    assert.equal(hostName("fe80::1"), "fe80::1");
    assert.equal(hostName(" "), null);
    assert.equal(hostName(null), null);
  });
});

describe("detectKind", () => {
  const kind = (name: string, head: string | Buffer) => detectKind(name, Buffer.from(head)).kind;

  it("detectKind goes by content, whatever the name", () => {
    assert.equal(kind("a.txt", "ElfFile\0rest"), "evtx");
    assert.equal(kind("a.txt", "PAR1rest"), "parquet");
    assert.equal(kind("a.txt", '{"a": 1}\n{"a": 2}\n'), "json lines");
    assert.equal(kind("a.txt", '\n\n{"a": 1}\n'), "json lines");
    assert.equal(kind("a.txt", '{\n  "a": 1\n}\n'), "json");
    assert.equal(kind("a.txt", '{"a": 1, "b\n{"a": 2}\n'), "json lines");
    assert.equal(kind("a.txt", ' [{"a": 1}]'), "json");
    assert.equal(kind("a", '<?xml version="1.0"?>\n<Task version="1.2" xmlns="x">'), "task xml");
    assert.equal(
      kind("a", Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-16"?><Task version="1.4">', "utf16le")),
      "task xml",
    );
  });

  it("detectKind knows CSV by its name alone, and says why it knows nothing", () => {
    assert.equal(kind("a.csv", "a,b\n"), "csv");
    assert.equal(kind("a.TSV", "a\tb\n"), "csv");
    assert.equal(kind("a.txt", "hello"), "text lines");
    assert.deepEqual(detectKind("a.bin", Buffer.from("hello")), {
      kind: undefined,
      reason: "kind not recognised (evtx, JSON, task XML, CSV/TSV, Zeek, Parquet or text is)",
      confidence: "none",
    });
    const empty = detectKind("a.evtx", Buffer.alloc(0));
    assert.deepEqual(empty, { kind: undefined, reason: "file is empty", confidence: "none" });
  });
});
