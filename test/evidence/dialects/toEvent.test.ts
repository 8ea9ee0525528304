import assert from "node:assert/strict";
import { random } from "../../../src/core/random";
import { toEvent } from "../../../src/evidence/dialects/toEvent";
import { damagedJson } from "../../support/damagedJson";

/** The same event, a task registered on WS01, as each collector would write it. */
const DIALECTS: Readonly<Record<string, unknown>> = {
  evtxDump: {
    Event: {
      "#attributes": { xmlns: "http://schemas.microsoft.com/win/2004/08/events/event" },
      System: {
        Provider: { "#attributes": { Name: "Microsoft-Windows-TaskScheduler", Guid: "DE7B24EA" } },
        EventID: { "#text": 106, "#attributes": { Qualifiers: 0 } },
        Level: 4,
        Task: 106,
        TimeCreated: { "#attributes": { SystemTime: "2021-01-27T11:40:36.399581Z" } },
        EventRecordID: 2601,
        Correlation: null,
        Execution: { "#attributes": { ProcessID: 1540, ThreadID: 5 } },
        Channel: "Microsoft-Windows-TaskScheduler/Operational",
        Computer: "WS01.corp.example",
        Security: { "#attributes": { UserID: "S-1-5-18" } },
      },
      EventData: {
        "#attributes": { Name: "TaskRegisteredEvent" },
        TaskName: "\\A",
        UserContext: "CORP\\anna",
      },
    },
  },
  evtxDumpSeparate: {
    Event: {
      System: {
        Provider_attributes: { Name: "Microsoft-Windows-TaskScheduler" },
        EventID: 106,
        Level: 4,
        TimeCreated_attributes: { SystemTime: "2021-01-27T11:40:36.399581Z" },
        EventRecordID: 2601,
        Channel: "Microsoft-Windows-TaskScheduler/Operational",
        Computer: "WS01.corp.example",
        Security_attributes: { UserID: "S-1-5-18" },
      },
      EventData: { TaskName: "\\A", UserContext: "CORP\\anna" },
    },
  },
  velociraptor: {
    System: {
      Provider: { Name: "Microsoft-Windows-TaskScheduler", Guid: "DE7B24EA" },
      EventID: { Value: 106 },
      Level: 4,
      TimeCreated: { SystemTime: 1611747636.399581 },
      EventRecordID: 2601,
      Channel: "Microsoft-Windows-TaskScheduler/Operational",
      Computer: "WS01.corp.example",
      Security: { UserID: "S-1-5-18" },
    },
    EventData: { TaskName: "\\A", UserContext: "CORP\\anna" },
  },
  winlogbeat: {
    "@timestamp": "2021-01-27T11:40:36.399581Z",
    log: { level: "information" },
    winlog: {
      event_id: "106",
      channel: "Microsoft-Windows-TaskScheduler/Operational",
      provider_name: "Microsoft-Windows-TaskScheduler",
      computer_name: "WS01.corp.example",
      record_id: 2601,
      user: { identifier: "S-1-5-18" },
      process: { pid: 1540, thread: { id: 5 } },
      event_data: { TaskName: "\\A", UserContext: "CORP\\anna" },
    },
  },
  winlogbeat6: {
    "@timestamp": "2021-01-27T11:40:36.399581Z",
    log_name: "Microsoft-Windows-TaskScheduler/Operational",
    source_name: "Microsoft-Windows-TaskScheduler",
    computer_name: "WS01.corp.example",
    event_id: 106,
    record_number: "2601",
    level: "Information",
    user: { identifier: "S-1-5-18" },
    event_data: { TaskName: "\\A", UserContext: "CORP\\anna" },
  },
  nxlog: {
    EventTime: "2021-01-27 06:40:36.399581",
    EventReceivedTime: "2021-01-27 06:40:38",
    "@timestamp": "2021-01-27T11:40:41.000Z",
    Hostname: "WS01.corp.example",
    SourceName: "Microsoft-Windows-TaskScheduler",
    Channel: "Microsoft-Windows-TaskScheduler/Operational",
    EventID: 106,
    Severity: "INFO",
    SeverityValue: 2,
    UserID: "S-1-5-18",
    RecordNumber: 2601,
    Message: "User registered Task Scheduler task",
    TaskName: "\\A",
    UserContext: "CORP\\anna",
  },
  evtxECmd: {
    TimeCreated: "2021-01-27T11:40:36.3995810+00:00",
    Computer: "WS01.corp.example",
    Channel: "Microsoft-Windows-TaskScheduler/Operational",
    Provider: "Microsoft-Windows-TaskScheduler",
    EventId: 106,
    Level: "Info",
    UserId: "S-1-5-18",
    EventRecordId: "2601",
    Payload:
      '{"EventData":{"Data":[{"@Name":"TaskName","#text":"\\\\A"},{"@Name":"UserContext","#text":"CORP\\\\anna"}]}}',
  },
  flat: {
    TimeCreated: "2021-01-27T11:40:36.399581000Z",
    Computer: "WS01.corp.example",
    Channel: "Microsoft-Windows-TaskScheduler/Operational",
    Provider: "Microsoft-Windows-TaskScheduler",
    EventID: 106,
    Level: 4,
    SystemUserID: "S-1-5-18",
    EventRecordID: 2601,
    EventData: { TaskName: "\\A", UserContext: "CORP\\anna" },
  },
};

describe("toEvent", () => {
  it("toEvent of 9,000 damaged events gives an event of the right kinds of values, or none", () => {
    const numbers = random(41);
    const kinds = Object.values(DIALECTS);
    let found = 0;
    for (let i = 0; i < 9000; i++) {
      const damaged = damagedJson(kinds[i % kinds.length], numbers);
      const event = toEvent(damaged, i);
      if (event === undefined) continue;
      found += 1;
      const shown = JSON.stringify(damaged);
      for (const number of [event.time, event.eventId, event.level, event.recordId])
        assert.ok(number === null || Number.isFinite(number), shown);
      for (const text of [event.computer, event.channel, event.provider, event.userSid])
        assert.ok(text === null || typeof text === "string", shown);
      for (const part of [event.data, event.system])
        assert.ok(typeof part === "object" && part !== null && !Array.isArray(part), shown);
    }
    assert.ok(found > 3000, String(found));
  });

  for (const [dialect, object] of Object.entries(DIALECTS)) {
    it(`toEvent of ${dialect} gives the one event`, () => {
      const { system: _, ...event } = toEvent(object, 7)!;
      assert.deepEqual(event, {
        record: 7,
        time: Date.UTC(2021, 0, 27, 11, 40, 36) * 1000 + 399581,
        computer: "WS01.corp.example",
        channel: "Microsoft-Windows-TaskScheduler/Operational",
        provider: "Microsoft-Windows-TaskScheduler",
        eventId: 106,
        level: 4,
        userSid: "S-1-5-18",
        recordId: 2601,
        data: { TaskName: "\\A", UserContext: "CORP\\anna" },
      });
    });
  }

  it("toEvent keeps the rest of System", () => {
    assert.deepEqual(toEvent(DIALECTS.evtxDump, 1)!.system, {
      Task: 106,
      ProviderGuid: "DE7B24EA",
      ProcessID: 1540,
      ThreadID: 5,
    });
    assert.equal(toEvent(DIALECTS.nxlog, 1)!.system.Message, "User registered Task Scheduler task");
  });

  it("toEvent takes an event's fields that stand beside its name, and unnamed and nested ones", () => {
    const flat = toEvent({ Computer: "A", EventID: "4698", TaskName: "\\x", User: null, source: "zip" }, 1)!;
    assert.equal(flat.eventId, 4698);
    assert.deepEqual(flat.data, { TaskName: "\\x", source: "zip" });
    const dump = (body: object) =>
      toEvent({ Event: { System: { EventID: 1, Computer: "A" }, ...body } }, 1)!.data;
    assert.deepEqual(dump({ EventData: { Data: { "#text": ["a", "b"] } } }), { Data0: "a", Data1: "b" });
    assert.deepEqual(dump({ EventData: { Data: "a" } }), { Data0: "a" });
    assert.deepEqual(dump({ UserData: { LogFileCleared: { "#attributes": {}, SubjectUserName: "eve" } } }), {
      SubjectUserName: "eve",
    });
    assert.deepEqual(dump({ EventData: null }), {});
  });

  it("toEvent writes the classic channels as Windows does", () => {
    assert.equal(toEvent({ Channel: "security", EventID: 4624 }, 1)!.channel, "Security");
  });

  it("toEvent of what is no event is undefined", () => {
    for (const value of [
      null,
      5,
      "x",
      [],
      {},
      { EventID: "abc", Channel: "x" },
      { name: "x" },
      { Event: {} },
    ]) {
      assert.equal(toEvent(value, 1), undefined);
    }
  });
});
