import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { random } from "../../src/core/random";
import { readAttack } from "../../src/match/attack/readAttack";
import { readLolbas } from "../../src/match/fetched/readLolbas";
import { readAllowLists } from "../../src/match/ioc/allowLists";
import { damagedJson } from "../support/damagedJson";
import { testFolder } from "../support/folder";

const BUNDLE = {
  type: "bundle",
  objects: [
    {
      type: "attack-pattern",
      name: "Scheduled Task",
      external_references: [{ source_name: "mitre-attack", external_id: "T1053.005" }],
      kill_chain_phases: [{ kill_chain_name: "mitre-attack", phase_name: "execution" }],
    },
    { id: "T1003", name: "Dumping", tactics: ["credential-access"] },
  ],
};
const PROGRAMS = [
  {
    Name: "Certutil.exe",
    Description: "x",
    Full_Path: [{ Path: "C:\\Windows\\System32\\certutil.exe" }],
    Commands: [{ Command: "certutil -decode", Category: "Decode", MitreID: "T1140" }],
  },
];
const WARNING_LIST = {
  name: "known",
  type: "hostname",
  list: ["example.com", "10.0.0.0/8", "^a+$"],
  matching_attributes: ["domain"],
};

/** A JSON text with values, and sometimes a character, that are not as they should be. */
function damagedText(value: unknown, numbers: ReturnType<typeof random>): string {
  const text = JSON.stringify(damagedJson(value, numbers)) ?? "";
  if (numbers.integer(4) !== 0) return text;
  const at = numbers.integer(text.length + 1);
  return (
    text.slice(0, at) + numbers.pick(["\n", "{", "]", '"', "\0", ""]) + text.slice(at + numbers.integer(3))
  );
}

describe("damaged lists of techniques, programs and harmless things", () => {
  const folder = testFolder();

  for (const [name, read, value] of [
    ["readAttack", readAttack, BUNDLE],
    ["readLolbas", readLolbas, PROGRAMS],
  ] as const) {
    it(`${name}(path) of 1,000 damaged files gives a map or a SyntaxError of one line`, () => {
      const numbers = random(31);
      let parsed = 0;
      for (let i = 0; i < 1000; i++) {
        const text = damagedText(value, numbers);
        const path = folder.write("damaged.json", text);
        try {
          assert.ok(read(path) instanceof Map);
          parsed += 1;
        } catch (error) {
          assert.equal((error as Error).name, "SyntaxError", `${text}\n${(error as Error).stack}`);
          assert.match((error as Error).message, new RegExp(`^${name}: [^\\n]{1,300}$`));
        }
      }
      assert.ok(parsed > 100 && parsed < 1000, String(parsed));
    });
  }

  it("readAllowLists(files) of 1,000 damaged lists gives lists or issues of one line", async () => {
    const numbers = random(37);
    let listed = 0;
    for (let i = 0; i < 1000; i++) {
      const list = {
        ...WARNING_LIST,
        type: numbers.pick(["string", "substring", "hostname", "cidr", "regex"]),
      };
      const path = folder.write("damaged.json", damagedText(list, numbers));
      const allow = await readAllowLists(path);
      listed += allow.lists.length;
      assert.ok(allow.lists.length > 0 || allow.issues.length > 0);
      for (const { reason } of allow.issues) assert.match(reason, /^[^\n]{1,300}$/);
      const told = allow.reason("domain", "www.example.com");
      assert.ok(told === undefined || typeof told === "string");
    }
    assert.ok(listed > 100 && listed < 1000, String(listed));
  });
});
