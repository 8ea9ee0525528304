import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { type Random, random } from "../../../src/core/random";
import { eventXml } from "../../../src/evidence/dialects/eventXml";

const SYSTEM = `<System><Provider Name="Microsoft-Windows-Security-Auditing" Guid="{1}"/><EventID Qualifiers="0">4624</EventID>
  <Level>0</Level><TimeCreated SystemTime="2024-05-01T08:00:00.1234567Z"/><EventRecordID>12</EventRecordID>
  <Correlation ActivityID="{2}"/><Execution ProcessID="4" ThreadID="8"/><Channel>Security</Channel>
  <Computer>WS01.corp.example</Computer><Security UserID="S-1-5-18"/></System>`;
const EVENTS = [
  `<EventData><Data Name="TargetUserName">anna &amp; co</Data><Data>5</Data><Binary>00FF</Binary></EventData>`,
  `<UserData><X xmlns="x"><TaskName>\\Tidy</TaskName><Text><![CDATA[a<b]]></Text></X></UserData>`,
].map(
  (data) => `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event">${SYSTEM}${data}</Event>`,
);

const PIECES = [
  "<",
  ">",
  "&",
  "&#0;",
  "&x;",
  "]]>",
  "<!--",
  "<![CDATA[",
  "<!DOCTYPE a [<!ENTITY x 'y'>]>",
  "<?xml version='1.1'?>",
  "<System>",
  "</Event>",
  '<Data Name="__proto__">1</Data>',
  "<__proto__>1</__proto__>",
  "\0",
  "\ud800",
  "\ufeff",
  "9".repeat(400),
];

/** A text with a cut, a piece put in, or a range said twice. */
function mutated(text: string, numbers: Random): string {
  const at = numbers.integer(text.length);
  const end = at + numbers.integer(40);
  switch (numbers.integer(4)) {
    case 0:
      return text.slice(0, at) + text.slice(end);
    case 1:
      return text.slice(0, at) + numbers.pick(PIECES) + text.slice(at);
    case 2:
      return text.slice(0, end) + text.slice(at);
    default:
      return text.slice(0, at) + String.fromCharCode(numbers.integer(256)) + text.slice(at + 1);
  }
}

describe("eventXml", () => {
  it("eventXml of EventData and of UserData gives the event", () => {
    const [event, user] = EVENTS.map((xml) => eventXml(xml, 3));
    assert.deepEqual(event, {
      record: 3,
      // 2024-05-01T08:00:00Z in microseconds, by GNU date.
      time: 1_714_550_400_123_456,
      computer: "WS01.corp.example",
      channel: "Security",
      provider: "Microsoft-Windows-Security-Auditing",
      eventId: 4624,
      level: 0,
      userSid: "S-1-5-18",
      recordId: 12,
      data: { TargetUserName: "anna & co", Data0: "5", Binary: "00FF" },
      system: { ActivityID: "{2}", ProcessID: "4", ThreadID: "8" },
    });
    assert.deepEqual(user!.data, { TaskName: "\\Tidy", Text: "a<b" });
  });

  it("eventXml of too many levels, or of no event, is a SyntaxError of one line", () => {
    for (const xml of [
      "",
      "<a/>",
      "x",
      "<a>".repeat(100_000),
      `<Event>${"<a>".repeat(64)}`,
      "x".repeat(2 ** 20 + 1),
    ])
      assert.throws(() => eventXml(xml, 1), { name: "SyntaxError", message: /^eventXml: [^\n]{1,200}$/ });
  });

  it("eventXml of 6,000 mutations gives an event or a SyntaxError of one line, nothing else", () => {
    const numbers = random(23);
    let parsed = 0;
    for (let i = 0; i < 6000; i++) {
      let xml = numbers.pick(EVENTS);
      for (let n = numbers.integer(3); n >= 0; n--) xml = mutated(xml, numbers);
      try {
        const event = eventXml(xml, i);
        parsed += 1;
        assert.equal(event.record, i);
        for (const part of [event.data, event.system])
          assert.equal(Object.getPrototypeOf(part), Object.prototype, xml);
        for (const number of [event.time, event.eventId, event.level, event.recordId])
          assert.ok(number === null || Number.isFinite(number), xml);
        for (const text of [event.computer, event.channel, event.provider, event.userSid])
          assert.ok(text === null || typeof text === "string", xml);
        for (const value of Object.values(event.data)) assert.equal(typeof value, "string");
      } catch (error) {
        assert.equal((error as Error).name, "SyntaxError", `${xml}\n${(error as Error).stack}`);
        assert.match((error as Error).message, /^eventXml: [^\n]{1,200}$/);
      }
    }
    assert.ok(parsed > 500 && parsed < 5500, String(parsed));
  });
});
