import assert from "node:assert/strict";
import { toolReads } from "./toolHunt";

const EVENT_XML =
  '<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="Microsoft-Windows-Security-Auditing"/>' +
  '<EventID>4688</EventID><Version>2</Version><Level>0</Level><Task>13312</Task><TimeCreated SystemTime="2024-05-01T08:00:00.1234567Z"/>' +
  '<EventRecordID>77</EventRecordID><Execution ProcessID="4" ThreadID="8"/><Channel>Security</Channel><Computer>WS01.corp.example</Computer><Security/></System>' +
  '<EventData><Data Name="NewProcessName">C:\\a.exe</Data><Data Name="CommandLine">a.exe &lt;x&gt;</Data><Data Name="NewProcessId">0x32c</Data></EventData></Event>';
const JSON_HEAD = {
  __container_type__: "event",
  __type__: "AttributeContainer",
  date_time: { __class_name__: "Filetime" },
  timestamp: 1714550400500000,
  timestamp_desc: "Content Modification Time",
};
const L2T_HEAD =
  "date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,filename,inode,notes,format,extra";

describe("rows of Plaso", () => {
  const made = toolReads();

  it("read of json_line gives event records whole, files, services and programs; the rest is kept, in no view", async () => {
    const line = (more: object) => JSON.stringify({ ...JSON_HEAD, ...more });
    const { view, files, relation } = await made.read(
      "timeline.jsonl",
      [
        line({
          data_type: "windows:evtx:record",
          computer_name: "WS01.corp.example",
          event_identifier: 4688,
          source_name: "x",
          xml_string: EVENT_XML,
        }),
        line({
          data_type: "windows:evtx:record",
          computer_name: "WS01",
          event_identifier: 7045,
          event_level: 4,
          record_number: 9,
          source_name: "Service Control Manager",
          strings: ["Upd", "C:\\u.exe"],
        }),
        line({
          data_type: "fs:stat",
          filename: "\\Users\\a.txt",
          file_size: 5,
          sha256_hash: "ab",
          hostname: "WS01",
        }),
        line({
          data_type: "windows:registry:service",
          name: "Upd",
          image_path: "C:\\u.exe",
          start_type: 2,
          hostname: "WS01",
        }),
        line({
          data_type: "windows:prefetch:execution",
          executable: "A.EXE",
          path_hints: ["\\WINDOWS\\A.EXE"],
          run_count: 3,
          hostname: "WS01",
        }),
        line({ data_type: "chrome:history:page_visited", url: "https://example.org/", hostname: "WS01" }),
      ].join("\n"),
    );
    assert.equal(files[0]!.kind, "plaso json_line");
    assert.equal(await relation.count(), 6);
    assert.deepEqual(await view("events", "host, channel, event_id, record_id, time, data"), [
      {
        host: "ws01",
        channel: "Security",
        event_id: 4688,
        record_id: 77,
        time: "2024-05-01T08:00:00.123456Z",
        data: { NewProcessName: "C:\\a.exe", CommandLine: "a.exe <x>", NewProcessId: "0x32c" },
      },
      {
        host: "ws01",
        channel: "System",
        event_id: 7045,
        record_id: 9,
        time: "2024-05-01T08:00:00.500000Z",
        data: { Data0: "Upd", Data1: "C:\\u.exe" },
      },
    ]);
    assert.deepEqual(await view("processes", "host, image, pid"), [
      { host: "ws01", image: "C:\\a.exe", pid: 812 },
      { host: "ws01", image: "\\WINDOWS\\A.EXE", pid: null },
    ]);
    assert.deepEqual(await view("files", "path, size, modified, created, hash"), [
      { path: "\\Users\\a.txt", size: 5, modified: "2024-05-01T08:00:00.500000Z", created: null, hash: "ab" },
    ]);
    assert.deepEqual((await view("services", "service_name, start_type")).at(-1), {
      service_name: "Upd",
      start_type: "auto start",
    });
  });

  it("read of l2tcsv takes the month first, and events out of their descriptions", async () => {
    const desc =
      "[4624 / 0x1210] Source Name: Microsoft-Windows-Security-Auditing Strings: ['S-1-5-18', 'anna', \"it's\"] Computer Name: WS01.corp.example Record Number: 12 Event Level: 0";
    const { view, issues } = await made.read(
      "timeline.csv",
      [
        L2T_HEAD,
        `05/01/2024,08:00:00,UTC,....,EVT,WinEVTX,Content Modification Time,-,WS01,[4624],"${desc.replaceAll('"', '""')}",2,x,-,-,winevtx,-`,
        `05/02/2024,09:00:00,UTC,...B,FILE,File stat,Creation Time,-,WS01,\\a.txt,NTFS:\\a.txt,2,NTFS:\\a.txt,12-1,-,filestat,-`,
        `05/03/2024,09:00:00,CET,M...,FILE,File stat,Content Modification Time,-,WS01,\\b.txt,\\b.txt,2,\\b.txt,12-1,-,filestat,-`,
      ].join("\n"),
    );
    assert.deepEqual([...issues], []);
    assert.deepEqual(await view("events", "host, channel, event_id, record_id, time, data"), [
      {
        host: "ws01",
        channel: "Security",
        event_id: 4624,
        record_id: 12,
        time: "2024-05-01T08:00:00.000000Z",
        data: { Data0: "S-1-5-18", Data1: "anna", Data2: "it's" },
      },
    ]);
    assert.deepEqual(await view("files", "path, created, time"), [
      { path: "\\a.txt", created: "2024-05-02T09:00:00.000000Z", time: "2024-05-02T09:00:00.000000Z" },
      { path: "\\b.txt", created: null, time: null },
    ]);
  });
});

describe("detections of other tools", () => {
  const made = toolReads();

  it("read of Hayabusa's timeline gives events under Windows' names, with the rule beside them", async () => {
    const { view, files } = await made.read(
      "hayabusa.csv",
      [
        '"Timestamp","RuleTitle","Level","Computer","Channel","EventID","RecordID","Details","ExtraFieldInfo","RuleID"',
        '"2024-05-01 10:00:00.123 +02:00","Proc Exec","info","WS01.corp.example","Sysmon",1,77,"Cmdline: a.exe: -x ¦ Proc: C:\\a.exe ¦ User: CORP\\anna ¦ ParentCmdline: - ¦ LID: 0x3e7 ¦ PID: 812","Company: Acme ¦ Hashes: MD5=00112233445566778899AABBCCDDEEFF","r1"',
        '"2024-05-01 10:00:01.000 +02:00","Logon","info","WS01.corp.example","Sec",4624,78,"Type: 3 - NETWORK ¦ TgtUser: anna ¦ SrcComp: WS02 ¦ SrcIP: 10.0.0.9 ¦ LID: 0x3e8","","r2"',
        '"2024-05-01 10:00:02.000 +02:00","Service","high","WS01.corp.example","Sys",7045,79,"Svc: Upd ¦ Path: C:\\u.exe ¦ Acct: LocalSystem ¦ StartType: auto start","","r3"',
      ].join("\r\n"),
    );
    assert.equal(files[0]!.kind, "hayabusa");
    const [first] = await view("events", "host, channel, event_id, record_id, time, system");
    assert.deepEqual(first, {
      host: "ws01",
      channel: "Microsoft-Windows-Sysmon/Operational",
      event_id: 1,
      record_id: 77,
      time: "2024-05-01T08:00:00.123000Z",
      system: { RuleTitle: "Proc Exec", Level: "info", RuleID: "r1", Computer: "WS01.corp.example" },
    });
    assert.deepEqual(
      await view("processes", 'image, command_line, "user", pid, company, md5, parent_command_line'),
      [
        {
          image: "C:\\a.exe",
          command_line: "a.exe: -x",
          user: "CORP\\anna",
          pid: 812,
          company: "Acme",
          md5: "00112233445566778899aabbccddeeff",
          parent_command_line: null,
        },
      ],
    );
    assert.deepEqual(await view("logons", '"user", source_host, source_ip, logon_type, logon_id'), [
      { user: "anna", source_host: "ws02", source_ip: "10.0.0.9", logon_type: 3, logon_id: "0x3e8" },
    ]);
    assert.deepEqual(await view("services", "service_name, image_path, account"), [
      { service_name: "Upd", image_path: "C:\\u.exe", account: "LocalSystem" },
    ]);
  });

  it("read of Chainsaw's CSV gives events with the data that it printed, over several lines", async () => {
    const { view, files } = await made.read(
      "sigma.csv",
      "timestamp,detections,path,count,Event.System.Provider,Event ID,Record ID,Computer,Event Data\n" +
        "2024-05-01T08:00:00.123456+00:00,Suspicious,logs/s.evtx,1,Microsoft-Windows-Sysmon,1,77,WS01.corp.example,\"CommandLine: 'a.exe -x'\nDescription: first\n  second\nImage: C:\\a.exe\nProcessId: 812\n\"\n",
    );
    assert.equal(files[0]!.kind, "chainsaw");
    assert.deepEqual(await view("events", "host, channel, event_id, record_id, time, data"), [
      {
        host: "ws01",
        channel: "Microsoft-Windows-Sysmon/Operational",
        event_id: 1,
        record_id: 77,
        time: "2024-05-01T08:00:00.123456Z",
        data: {
          CommandLine: "a.exe -x",
          Description: "first\n  second",
          Image: "C:\\a.exe",
          ProcessId: "812",
        },
      },
    ]);
    const logons = await made.read(
      "lateral_movement.csv",
      "timestamp,detections,path,Event ID,Record ID,Computer,User,Logon Type,IP Address\n2024-05-01T08:00:00Z,Any Logon,logs/Security.evtx,4624,9,WS01,anna,3,10.0.0.9\n",
    );
    assert.deepEqual(await logons.view("logons", 'host, "user", logon_type, source_ip'), [
      { host: "ws01", user: "anna", logon_type: 3, source_ip: "10.0.0.9" },
    ]);
  });

  it("read of EvtxECmd's CSV and of Azure's exports gives events", async () => {
    const payload =
      '{"EventData":{"Data":[{"@Name":"NewProcessName","#text":"C:\\\\a.exe"},{"@Name":"NewProcessId","#text":"0x32c"}]}}';
    const evtxECmd = await made.read(
      "EvtxECmd_Output.csv",
      "RecordNumber,EventRecordId,TimeCreated,EventId,Level,Provider,Channel,ProcessId,ThreadId,Computer,ChunkNumber,UserId,MapDescription,UserName,RemoteHost,PayloadData1,ExecutableInfo,HiddenRecord,SourceFile,Keywords,ExtraDataOffset,Payload\r\n" +
        `1,77,2024-05-01 08:00:00.1234567,4688,LogAlways,Microsoft-Windows-Security-Auditing,Security,4,8,WS01,0,S-1-5-18,A new process,,,,,False,C:\\x.evtx,Audit success,0,"${payload.replaceAll('"', '""')}"\r\n`,
    );
    assert.deepEqual(await evtxECmd.view("processes", "host, image, pid, time"), [
      { host: "ws01", image: "C:\\a.exe", pid: 812, time: "2024-05-01T08:00:00.123456Z" },
    ]);
    const azure = await made.read(
      "logons.csv",
      ",TenantId,Account,EventID,TimeGenerated,Computer,TargetUserName,TargetLogonId,LogonType,IpAddress\n0,t,CORP\\anna,4624,2024-05-01 08:00:00.5,WS01,anna,0x3e8,3,-\n",
    );
    assert.deepEqual(await azure.view("logons", 'host, "user", logon_type, source_ip, time'), [
      { host: "ws01", user: "anna", logon_type: 3, source_ip: null, time: "2024-05-01T08:00:00.500000Z" },
    ]);
  });
});
