import assert from "node:assert/strict";
import { sql } from "../../../src/engine/sql";
import { madeHunts, viewRows } from "../../support/huntOf";
import { event } from "../../support/madeEvents";

const at = (minute: number) => ({ TimeCreated: `2024-05-01T08:${String(minute).padStart(2, "0")}:00Z` });
const SESSIONS = "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational";

describe("logons", () => {
  const made = madeHunts();

  it("logons of 4624 has its fields, with null where Windows writes that there is nothing", async () => {
    const hunt = await made.on(
      event(4624, {
        SubjectUserName: "-",
        SubjectDomainName: "-",
        SubjectLogonId: "0x0",
        TargetUserName: "anna",
        TargetDomainName: "CORP",
        TargetUserSid: "S-1-5-21-1-2-3-1104",
        TargetLogonId: "0x00000000000AbC10",
        LogonType: "3",
        WorkstationName: "\\\\WS02.corp.example",
        IpAddress: "::ffff:10.0.0.7",
        IpPort: "0",
        ElevatedToken: "%%1842",
        ProcessName: "-",
        AuthenticationPackageName: "NTLM",
      }),
    );
    const [row] = await (await hunt.sql`select * from events`.as("logons")).rows();
    assert.deepEqual(row, {
      _row: 1,
      _source: row!._source,
      _record: 1,
      channel: "Security",
      event_id: 4624,
      time: "2024-05-01T08:00:00.000000Z",
      host: "ws01",
      user: "anna",
      domain: "CORP",
      source_host: "ws02",
      source_ip: "10.0.0.7",
      logon_type: 3,
      outcome: "success",
      session_seconds: null,
      user_sid: "S-1-5-21-1-2-3-1104",
      logon_id: "0xabc10",
      session_id: null,
      source_port: null,
      target_host: null,
      status: null,
      authentication: "NTLM",
      elevated: true,
      process: null,
      subject_user: null,
      subject_logon_id: null,
      user_pattern: "anna",
    });
  });

  it("logons joins a logon to its logoff by host and logon id, and keeps one without", async () => {
    const session = { TargetUserName: "anna", TargetLogonId: "0x1a2b", LogonType: 2 };
    const hunt = await made.on(
      event(4624, session, at(0)),
      event(4624, { ...session, TargetLogonId: "0x999" }, at(1)),
      event(4634, session, { ...at(2), Computer: "WS02" }),
      event(4647, { ...session, TargetLogonId: "0x0000000000001A2B" }, at(10)),
      event(4634, session, at(11)),
    );
    assert.deepEqual(await viewRows(hunt, "logons", "outcome, session_seconds"), [
      { outcome: "success", session_seconds: 600 },
      { outcome: "success", session_seconds: null },
      { outcome: "logoff", session_seconds: null },
      { outcome: "logoff", session_seconds: null },
      { outcome: "logoff", session_seconds: null },
    ]);
  });

  it("logons ends no session with the logoff of another one: ids come again", async () => {
    const session = { TargetUserName: "anna", TargetLogonId: "0x1a2b", LogonType: 2 };
    const start = { TargetUserName: "SYSTEM", TargetLogonId: "0x3e7", LogonType: 0 };
    const hunt = await made.on(
      event(4624, session, at(0)),
      event(4624, session, at(20)),
      event(4634, session, at(21)),
      event(4624, session, at(30)),
      event(4624, start, at(40)),
      event(4634, session, at(50)),
    );
    const seconds = (await viewRows(hunt, "logons", "session_seconds")).map((row) => row.session_seconds);
    assert.deepEqual(seconds, [null, 60, null, null, null, null]);
  });

  it("logons of a failure has the more exact status, and no user SID that stands for nobody", async () => {
    const failure = { TargetUserName: "anna", TargetUserSid: "S-1-0-0", LogonType: "3" };
    const hunt = await made.on(
      event(4625, { ...failure, Status: "0xC000006D", SubStatus: "0xC000006A" }),
      event(4625, { ...failure, Status: "0xC000006E", SubStatus: "0x0" }),
    );
    assert.deepEqual(await viewRows(hunt, "logons", "outcome, status, user_sid"), [
      { outcome: "failure", status: "0xc000006a", user_sid: null },
      { outcome: "failure", status: "0xc000006e", user_sid: null },
    ]);
  });

  it("logons of explicit credentials tells whose session used them, and where", async () => {
    const hunt = await made.on(
      event(4648, {
        SubjectUserName: "anna",
        SubjectDomainName: "CORP",
        SubjectLogonId: "0x3E8",
        TargetUserName: "admin",
        TargetServerName: "DC01.corp.example",
      }),
    );
    const columns = 'outcome, subject_user, subject_logon_id, "user", target_host, logon_id';
    assert.deepEqual(await viewRows(hunt, "logons", columns), [
      {
        outcome: "explicit credentials",
        subject_user: "CORP\\anna",
        subject_logon_id: "0x3e8",
        user: "admin",
        target_host: "dc01",
        logon_id: null,
      },
    ]);
  });

  it("logons of Terminal Services splits the account, and joins sessions by their number", async () => {
    const session = { User: "CORP\\anna", SessionID: "2" };
    const more = (minute: number) => ({ Channel: SESSIONS, ...at(minute) });
    const remote = "Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational";
    const hunt = await made.on(
      event(1149, { Param1: "anna", Param2: "CORP", Param3: "10.0.0.9" }, { Channel: remote }),
      event(21, { ...session, Address: "10.0.0.9" }, more(0)),
      event(22, { ...session, Address: "10.0.0.9" }, more(0)),
      event(24, { ...session, Address: "10.0.0.9" }, more(1)),
      event(25, { ...session, Address: "LOCAL" }, more(2)),
      event(23, session, more(3)),
    );
    assert.deepEqual(await viewRows(hunt, "logons", '"user", domain, outcome, source_ip, session_seconds'), [
      { user: "anna", domain: "CORP", outcome: "connected", source_ip: "10.0.0.9", session_seconds: null },
      { user: "anna", domain: "CORP", outcome: "success", source_ip: "10.0.0.9", session_seconds: 180 },
      { user: "anna", domain: "CORP", outcome: "disconnect", source_ip: "10.0.0.9", session_seconds: null },
      { user: "anna", domain: "CORP", outcome: "reconnect", source_ip: null, session_seconds: null },
      { user: "anna", domain: "CORP", outcome: "logoff", source_ip: null, session_seconds: null },
    ]);
  });

  it("logons takes a channel in lower case, an event id as text, null users and empty lines", async () => {
    const hunt = await made.on(
      event(4624, { TargetUserName: null, LogonType: 3 }, { Channel: "security", EventID: "4624" }),
      "",
      event(4624, { TargetUserName: "  " }, { Channel: "security" }),
    );
    assert.deepEqual(await viewRows(hunt, "logons", '_record, "user", user_pattern, logon_type'), [
      { _record: 1, user: null, user_pattern: null, logon_type: 3 },
      { _record: 3, user: null, user_pattern: null, logon_type: null },
    ]);
    assert.equal(await hunt.sql`select 1 from events`.count(), 2);
    assert.equal(await (await hunt.sql`select * from events`.where(sql`false`).as("logons")).count(), 0);
  });
});
