import assert from "node:assert/strict";
import { random } from "../../src/core/random";
import { parseTaskXml } from "../../src/evidence/taskXml";

const XML = `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.4" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Date>2022-03-10T17:00:00</Date><Author>CORP\\anna &amp; co</Author><URI>\\Tidy</URI></RegistrationInfo>
  <Triggers>
    <LogonTrigger><Enabled>true</Enabled></LogonTrigger>
    <CalendarTrigger><ScheduleByDayOfWeek><DaysOfWeek><Monday /></DaysOfWeek></ScheduleByDayOfWeek></CalendarTrigger>
  </Triggers>
  <Principals><Principal id="Author"><UserId>S-1-5-18</UserId><RunLevel>HighestAvailable</RunLevel></Principal></Principals>
  <Settings><Hidden>true</Hidden></Settings>
  <Actions Context="Author">
    <Exec><Command>cmd.exe</Command><Arguments>/c "echo &lt;1&gt;"</Arguments></Exec>
    <ComHandler><ClassId>{84F0FAE1-C27B-4F6F-807B-28CF6F96287D}</ClassId><Data><![CDATA[/x]]></Data></ComHandler>
  </Actions>
</Task>`;

describe("parseTaskXml", () => {
  it("parseTaskXml finds author, actions, principal and triggers", () => {
    assert.deepEqual(parseTaskXml(XML), {
      uri: "\\Tidy",
      author: "CORP\\anna & co",
      date: "2022-03-10T17:00:00",
      command: "cmd.exe | COM {84F0FAE1-C27B-4F6F-807B-28CF6F96287D}",
      arguments: '/c "echo <1>" | /x',
      runAs: "S-1-5-18",
      trigger: "logon, calendar by day of week",
      hidden: true,
    });
  });

  it("parseTaskXml of XML that was escaped once more gives the same", () => {
    const escaped = XML.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
    assert.deepEqual(parseTaskXml(escaped), parseTaskXml(XML));
  });

  it("parseTaskXml says null where the task says nothing", () => {
    const task = parseTaskXml(
      "\ufeff<Task><Actions><Exec><Command>a.exe</Command></Exec></Actions></Task>\0\0",
    );
    assert.equal(task.command, "a.exe");
    assert.equal(task.arguments, null);
    assert.equal(task.trigger, null);
    assert.equal(task.hidden, false);
  });

  it("parseTaskXml never expands entities of a document type", () => {
    const bomb = `<!DOCTYPE Task [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><Task><Author>&b;</Author></Task>`;
    assert.throws(() => parseTaskXml(bomb), {
      name: "SyntaxError",
      message: /^parseTaskXml: not task XML: /,
    });
  });

  it("parseTaskXml refuses other XML, too much of it, and too deep", () => {
    assert.throws(() => parseTaskXml("<Event/>"), {
      message: "parseTaskXml: the root element must be Task, got another",
    });
    assert.throws(() => parseTaskXml(`<Task>${"<a>".repeat(100)}`), {
      message: "parseTaskXml: more than 64 levels",
    });
    assert.throws(() => parseTaskXml(`<Task>${" ".repeat(2 ** 20)}</Task>`), {
      message: "parseTaskXml: xml must be at most 1048576 characters, got more",
    });
  });

  it("parseTaskXml of 2,000 mutations gives a task or a SyntaxError, nothing else", () => {
    const numbers = random(7);
    let parsed = 0;
    for (let i = 0; i < 2000; i++) {
      const at = numbers.integer(XML.length);
      const mutated =
        XML.slice(0, at) + String.fromCharCode(numbers.integer(256)) + XML.slice(at + numbers.integer(40));
      try {
        parseTaskXml(mutated);
        parsed += 1;
      } catch (error) {
        assert.equal((error as Error).name, "SyntaxError");
      }
    }
    assert.ok(parsed > 0 && parsed < 2000);
  });
});
