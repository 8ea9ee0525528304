import assert from "node:assert/strict";
import { createReadStream, readFileSync } from "node:fs";
import { createGunzip, gunzipSync } from "node:zlib";
import { evidence } from "../../support/evidence";
import { readAll } from "./readAll";
import { sameText } from "./sameAsLibevtx";

const LOGS = [
  ["APTSimulatorVM_EventLogs", "Microsoft-Windows-Sysmon%4Operational.evtx", 1402],
  ["APTSimulatorVM_EventLogs", "System.evtx", 831],
  ["BelkasoftCTF_InsiderThreat", "Microsoft-Windows-TaskScheduler%4Operational.evtx", 3851],
  ["BelkasoftCTF_InsiderThreat", "Security.evtx", 5881],
  ["BelkasoftCTF_InsiderThreat", "System.evtx", 1766],
  ["RathbunVM_W10EventLogs", "System.evtx", 1094],
] as const;

/** A row of the JSON lines, as an independent script wrote it from libevtx's XML. */
interface Row {
  readonly _file: string;
  readonly EventData: Record<string, string>;
  readonly TimeCreated: string;
  readonly [name: string]: unknown;
}

// The script's rules, as its rows show them, and where they are ours: names of values (`EventDataName` for an
// attribute of EventData, `Data0` for an unnamed one, an element's name in UserData, and the element itself when it
// is empty: `ServiceShutdown`); line ends of XML (one line feed); null and empty alike "". Negative numbers are
// libevtx's fault, zeros before hexadecimal numbers its habit: both are compared by the rule of that name.
describe("readEvtx and JSON lines of the same log", () => {
  for (const [host, file, count] of LOGS) {
    it(`readEvtx of ${host}/${file}.gz gives the ${count} events of its JSON lines`, async function () {
      const folder = evidence(this, "05-whole-hosts");
      const lines = gunzipSync(readFileSync(`${folder}/${host}.jsonl.gz`))
        .toString("utf8")
        .trimEnd()
        .split("\n");
      const rows = lines.map((line) => JSON.parse(line) as Row).filter((row) => row._file === file);
      const packed = createReadStream(`${folder}/${host}/${file}.gz`).pipe(createGunzip());
      const { events, issues } = await readAll(packed, file);
      assert.deepEqual([events.length, rows.length, issues], [count, count, []]);
      for (const [i, event] of events.entries()) {
        const row = rows[i]!;
        const { system } = event;
        assert.deepEqual(
          {
            TimeCreated: String(system.SystemTime).replace("Z", "00Z"),
            Computer: event.computer,
            Channel: event.channel,
            EventID: event.eventId,
            Level: event.level,
            Task: system.Task,
            Opcode: system.Opcode,
            Keywords: `0x${String(system.Keywords).slice(2).padStart(16, "0")}`,
            EventRecordID: event.recordId,
            Provider: event.provider,
            ProcessID: system.ProcessID === undefined ? undefined : String(system.ProcessID),
            ThreadID: system.ThreadID === undefined ? undefined : String(system.ThreadID),
            SystemUserID: event.userSid ?? undefined,
          },
          Object.fromEntries(FIELDS.map((name) => [name, row[name]])),
        );
        assert.equal(event.time, Date.parse(row.TimeCreated) * 1000 + Number(row.TimeCreated.slice(23, 26)));
        assert.deepEqual(Object.keys(event.data), Object.keys(row.EventData));
        for (const [name, text] of Object.entries(event.data)) {
          const how = sameText(text as string, row.EventData[name]!);
          assert.ok(how === "same" || /negative|zeros/.test(how ?? ""), `${event.record} ${name}: ${text}`);
        }
      }
    });
  }
});

const FIELDS = [
  "TimeCreated",
  "Computer",
  "Channel",
  "EventID",
  "Level",
  "Task",
  "Opcode",
  "Keywords",
  "EventRecordID",
  "Provider",
  "ProcessID",
  "ThreadID",
  "SystemUserID",
];
