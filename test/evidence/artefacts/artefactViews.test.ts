import assert from "node:assert/strict";
import { artefactRecord } from "../../../src/evidence/artefacts/artefactView";
import { EventWriter } from "../../../src/evidence/eventTable";
import { open } from "../../../src/evidence/open";
import { testFolder } from "../../support/folder";
import { madeHunts, viewRows } from "../../support/huntOf";
import { event, taskXml } from "../../support/madeEvents";

const SYSMON = { Channel: "Microsoft-Windows-Sysmon/Operational" };

describe("views of artefacts", () => {
  const made = madeHunts();
  const folder = testFolder();

  it("processes of Sysmon 1 has its hashes apart, ids as numbers and patterns for comparing", async () => {
    const hunt = await made.on(
      event(
        1,
        {
          Image: "C:\\Users\\anna\\AppData\\7-Zip 23.01\\7z.exe",
          CommandLine: '"C:\\Users\\Anna\\7z.exe" a {6B29FC40-CA47-1067-B31D-00DD010662DA}',
          User: "CORP\\anna",
          LogonId: "0x3e8",
          ProcessId: "4242",
          ParentProcessId: 7,
          ParentImage: "\\??\\C:\\Windows\\explorer.exe",
          Hashes:
            "SHA1=0123456789ABCDEF0123456789abcdef01234567,MD5=00112233445566778899AABBCCDDEEFF,SHA256=x",
        },
        SYSMON,
      ),
      event(1, { HashType: "SHA1", Hash: "0123456789ABCDEF0123456789abcdef01234567" }, SYSMON),
    );
    const columns =
      "pid, ppid, md5, sha1, sha256, logon_id, image_pattern, command_line_pattern, parent_image_pattern, user_pattern";
    const [first, second] = await viewRows(hunt, "processes", columns);
    assert.deepEqual(first, {
      pid: 4242,
      ppid: 7,
      md5: "00112233445566778899aabbccddeeff",
      sha1: "0123456789abcdef0123456789abcdef01234567",
      sha256: null,
      logon_id: "0x3e8",
      image_pattern: "c:\\users\\{user}\\appdata\\7-zip {version}\\7z.exe",
      command_line_pattern: "c:\\users\\{user}\\7z.exe a {guid}",
      parent_image_pattern: "c:\\windows\\explorer.exe",
      user_pattern: "anna",
    });
    assert.equal(second!.sha1, "0123456789abcdef0123456789abcdef01234567");
  });

  it("processes of 4688 reads ids in hex, and the creator as the parent", async () => {
    const process = {
      SubjectUserName: "WS01$",
      SubjectDomainName: "CORP",
      SubjectLogonId: "0x00000000000003e7",
      NewProcessId: "0x00000000000010a4",
      NewProcessName: "C:\\a.exe",
      ProcessId: "0x4",
      TargetUserName: "-",
      TargetDomainName: "-",
      TargetLogonId: "0x0",
      MandatoryLabel: "S-1-16-16384",
    };
    const other = { TargetUserName: "anna", TargetDomainName: "CORP", TargetLogonId: "0xff" };
    const hunt = await made.on(
      event(4688, { ...process, ParentProcessName: "", CommandLine: "" }),
      event(4688, { ...process, ...other, ParentProcessName: "C:\\b.exe" }),
    );
    const columns = '"user", user_pattern, pid, ppid, logon_id, integrity, parent_image, command_line';
    const same = { pid: 4260, ppid: 4, integrity: "System", command_line: null };
    assert.deepEqual(await viewRows(hunt, "processes", columns), [
      { ...same, user: "CORP\\WS01$", user_pattern: "{machine}", logon_id: "0x3e7", parent_image: null },
      { ...same, user: "CORP\\anna", user_pattern: "anna", logon_id: "0xff", parent_image: "C:\\b.exe" },
    ]);
  });

  it("services of 7045 and 4697 use the same words", async () => {
    const path = "%SystemRoot%\\system32\\svchost.exe -k net";
    const hunt = await made.on(
      event(
        7045,
        {
          ServiceName: "CDPUserSvc_3e5f2",
          ImagePath: path,
          StartType: "demand start",
          ServiceType: "user mode service",
          AccountName: "LocalSystem",
        },
        { Channel: "System" },
      ),
      event(4697, {
        ServiceName: "CDPUserSvc_1a2b3c",
        ServiceFileName: "C:\\Windows\\System32\\svchost.exe -k net",
        ServiceStartType: "3",
        ServiceType: "0x110",
        ServiceAccount: "NT AUTHORITY\\SYSTEM",
      }),
    );
    const columns = "start_type, service_type, service_pattern, image_path_pattern, account_pattern";
    const same = {
      start_type: "demand start",
      service_type: "user mode service",
      service_pattern: "CDPUserSvc_{session}",
      image_path_pattern: "c:\\windows\\system32\\svchost.exe -k net",
      account_pattern: "SYSTEM",
    };
    assert.deepEqual(await viewRows(hunt, "services", columns), [same, same]);
  });

  it("network has connections and name queries, with the first address of an answer", async () => {
    const hunt = await made.on(
      event(
        3,
        {
          Image: "C:\\a.exe",
          SourceIp: "10.0.0.1",
          DestinationIp: "::ffff:10.0.0.2",
          DestinationPort: "443",
          DestinationHostname: "Www.Example.COM.",
          Protocol: "TCP",
          Initiated: "true",
        },
        SYSMON,
      ),
      event(
        22,
        { QueryName: "a.example", QueryResults: "type:  5 b.example;::ffff:10.0.0.3;fe80::1;" },
        SYSMON,
      ),
      event(22, { QueryName: "c.example", QueryResults: "-" }, SYSMON),
    );
    const columns = "destination_ip, destination_port, destination_host, protocol, initiated";
    assert.deepEqual(await viewRows(hunt, "network", columns), [
      {
        destination_ip: "10.0.0.2",
        destination_port: 443,
        destination_host: "www.example.com",
        protocol: "tcp",
        initiated: true,
      },
      {
        destination_ip: "10.0.0.3",
        destination_port: null,
        destination_host: "a.example",
        protocol: "dns",
        initiated: true,
      },
      {
        destination_ip: null,
        destination_port: null,
        destination_host: "c.example",
        protocol: "dns",
        initiated: true,
      },
    ]);
  });

  it("files has created files and task files, each with its folder", async () => {
    const hunt = await made.on(
      event(
        11,
        {
          TargetFilename: "C:\\Users\\Public\\a.b\\x.exe",
          CreationUtcTime: "2024-05-01 08:00:00.123",
          Image: "C:\\y.exe",
        },
        SYSMON,
      ),
    );
    await hunt.read(folder.write("tasks/Tidy", taskXml("C:\\t.exe")), { quiet: true });
    const columns = "path, name, folder, created, path_pattern, channel";
    assert.deepEqual(await viewRows(hunt, "files", columns), [
      {
        path: "C:\\Users\\Public\\a.b\\x.exe",
        name: "x.exe",
        folder: "C:\\Users\\Public\\a.b",
        created: "2024-05-01T08:00:00.123000Z",
        path_pattern: "c:\\users\\public\\a.b\\x.exe",
        channel: SYSMON.Channel,
      },
      {
        path: "C:\\Windows\\System32\\Tasks\\Tidy",
        name: "Tidy",
        folder: "C:\\Windows\\System32\\Tasks",
        created: null,
        path_pattern: "c:\\windows\\system32\\tasks\\tidy",
        channel: null,
      },
    ]);
  });

  it("events without their usual fields give rows of nulls, never the text null", async () => {
    const hunt = await made.on(event(4688, {}), event(1, {}, SYSMON), event(4624, {}), event(4697, {}));
    for (const [view, rows] of [
      ["processes", 2],
      ["logons", 1],
      ["services", 1],
    ] as const) {
      const found = await (await hunt.sql`select * from events`.as(view)).rows();
      assert.equal(found.length, rows);
      assert.ok(!JSON.stringify(found).includes('"null"'), view);
    }
  });

  it("artefactRecord gives a view rows that come from no event, and what does not fit is null", async () => {
    const hunt = await open();
    const events = await EventWriter.open(hunt, 1);
    const row = { kind: "zeek conn", record: 7, time: 1_700_000_000_000_000, computer: "SENSOR.example" };
    const cells = { destination_ip: "10.0.0.2", destination_port: 443, initiated: true, nonsense: "x" };
    events.add(artefactRecord({ ...row, view: "network", cells, rest: { uid: "C1" } }), "conn.log");
    events.add(artefactRecord({ ...row, view: "network", cells: { destination_port: "many" } }), "conn.log");
    const file = { path: "D:\\x", size: 2 ** 40, modified: "2024-05-01T08:00:00.5Z" };
    events.add(artefactRecord({ ...row, view: "files", kind: "mft", cells: file }), "mft.csv");
    events.close();
    const columns = "_record, host, channel, event_id, destination_ip, destination_port, initiated";
    const same = { _record: 7, host: "sensor", channel: null, event_id: null };
    assert.deepEqual(await viewRows(hunt, "network", columns), [
      { ...same, destination_ip: "10.0.0.2", destination_port: 443, initiated: true },
      { ...same, destination_ip: null, destination_port: null, initiated: null },
    ]);
    assert.deepEqual(await viewRows(hunt, "files", "name, size, modified"), [
      { name: "x", size: 2 ** 40, modified: "2024-05-01T08:00:00.500000Z" },
    ]);
    assert.equal(await hunt.sql`select 1 from events`.count(), 0);
    await hunt.close();
  });
});
