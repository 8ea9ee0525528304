import assert from "node:assert/strict";
import { toolReads } from "./toolHunt";

const MFT_HEADER =
  "EntryNumber,SequenceNumber,InUse,ParentEntryNumber,ParentSequenceNumber,ParentPath,FileName,Extension,FileSize," +
  "ReferenceCount,ReparseTarget,IsDirectory,HasAds,IsAds,SI<FN,uSecZeros,Copied,SiFlags,NameType,Created0x10," +
  "Created0x30,LastModified0x10,LastModified0x30,LastRecordChange0x10,LastRecordChange0x30,LastAccess0x10," +
  "LastAccess0x30,UpdateSequenceNumber,LogfileSequenceNumber,SecurityId,ObjectIdFileDroid,LoggedUtilStream,ZoneIdContents";
const AUTORUNS_HEADER =
  "Time,Entry Location,Entry,Enabled,Category,Profile,Description,Signer,Company,Image Path,Version,Launch String,MD5,SHA-1,PESHA-1,PESHA-256,SHA-256,IMP";

describe("files of MFTECmd and Autoruns", () => {
  const made = toolReads();

  it("read of MFTECmd's CSV gives paths without the root's dot, sizes and both times", async () => {
    const { view, files, issues } = await made.read(
      "20240501_MFTECmd_$MFT_Output.csv",
      `\ufeff${MFT_HEADER}\r\n` +
        `0,1,True,5,5,.,$MFT,,262144,1,,False,False,False,False,False,False,Hidden|System,DosWindows,2023-04-01 07:00:00.1234567,,2023-04-01 07:00:00.1234567,,,,,,0,1,,,,\r\n` +
        `1201,3,True,77,2,.\\Users\\anna,"notes, ""old"".txt",.txt,12,1,,False,False,False,True,False,False,Archive,Windows,2024-05-01 08:00:01.0000000,2024-05-02 09:00:00.0000000,2024-05-03 10:00:00.5000000,,,,,,0,2,,,,"[ZoneTransfer]\r\nZoneId=3"\r\n`,
    );
    assert.deepEqual([...issues], []);
    assert.deepEqual(
      files.map(({ kind, rows }) => [kind, rows]),
      [["mftecmd", 2]],
    );
    assert.deepEqual(await view("files", "path, name, folder, size, created, modified, time, host"), [
      {
        path: "\\$MFT",
        name: "$MFT",
        folder: null,
        size: 262144,
        created: "2023-04-01T07:00:00.123456Z",
        modified: "2023-04-01T07:00:00.123456Z",
        time: "2023-04-01T07:00:00.123456Z",
        host: null,
      },
      {
        path: '\\Users\\anna\\notes, "old".txt',
        name: 'notes, "old".txt',
        folder: "\\Users\\anna",
        size: 12,
        created: "2024-05-01T08:00:01.000000Z",
        modified: "2024-05-03T10:00:00.500000Z",
        time: "2024-05-01T08:00:01.000000Z",
        host: null,
      },
    ]);
  });

  it("read of MFTECmd's journal gives a row for each change, with its reasons kept", async () => {
    const { view, relation } = await made.read(
      "j.csv",
      "Name,Extension,EntryNumber,SequenceNumber,ParentEntryNumber,ParentSequenceNumber,ParentPath,UpdateSequenceNumber,UpdateTimestamp,UpdateReasons,FileAttributes,OffsetToData,SourceFile\n" +
        "a.exe,.exe,9,1,8,1,.\\Temp,100,2024-05-01 08:00:00.0000000,FileCreate|Close,Archive,0,$J\n",
    );
    assert.deepEqual(await view("files", "path, modified"), [
      { path: "\\Temp\\a.exe", modified: "2024-05-01T08:00:00.000000Z" },
    ]);
    const [row] = await relation.select("system").rows();
    assert.equal((row!.system as Record<string, unknown>).UpdateReasons, "FileCreate|Close");
  });

  it("read of Autoruns in UTF-16 gives files with their best hash, and services and drivers as services, too", async () => {
    const { view, files } = await made.read(
      "autoruns.csv",
      Buffer.from(
        `\ufeff${AUTORUNS_HEADER}\r\n` +
          `20240501-080000,"HKLM\\System\\CurrentControlSet\\Services","",,"Services","","","","","","","","","","","","",""\r\n` +
          `20240430-230000,"HKLM\\System\\CurrentControlSet\\Services","Updater","enabled","Services","System-wide","Updates","(Verified) Example","Example","c:\\program files\\u\\u.exe","1.2","""c:\\program files\\u\\u.exe"" /svc","AA","BB","","","CC",""\r\n` +
          `20240429-070000,"HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run","Tray","enabled","Logon","System-wide","","","","c:\\tray.exe","","c:\\tray.exe","AA","","","","",""\r\n`,
        "utf16le",
      ),
    );
    assert.deepEqual(
      files.map(({ kind, rows }) => [kind, rows]),
      [["autoruns", 2]],
    );
    assert.deepEqual(await view("files", "path, hash, modified"), [
      { path: "c:\\program files\\u\\u.exe", hash: "cc", modified: "2024-04-30T23:00:00.000000Z" },
      { path: "c:\\tray.exe", hash: "aa", modified: "2024-04-29T07:00:00.000000Z" },
    ]);
    assert.deepEqual(await view("services", "channel, service_name, image_path"), [
      { channel: null, service_name: "Updater", image_path: '"c:\\program files\\u\\u.exe" /svc' },
    ]);
  });
});
