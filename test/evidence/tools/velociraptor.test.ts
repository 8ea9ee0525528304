import assert from "node:assert/strict";
import { toolReads } from "./toolHunt";

const lines = (...rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join("\n");

describe("rows of Velociraptor", () => {
  const made = toolReads();

  it("read of Windows.System.Pslist gives processes with hashes and the signature", async () => {
    const { view, files } = await made.read(
      "Windows.System.Pslist.json",
      lines(
        {
          Pid: 4,
          Ppid: 0,
          TokenIsElevated: false,
          Name: "System",
          CommandLine: "",
          Exe: "",
          Hash: null,
          Authenticode: null,
          Username: "",
          WorkingSetSize: 1,
        },
        {
          Pid: 812,
          Ppid: 4,
          TokenIsElevated: true,
          Name: "a.exe",
          CommandLine: "a.exe -x",
          Exe: "C:\\a.exe",
          Hash: { MD5: "0A", SHA1: "0b", SHA256: "0c" },
          Authenticode: { Filename: "C:\\a.exe", Trusted: "untrusted" },
          Username: "WS01\\anna",
          CreateTime: "2024-05-01T08:00:00.5Z",
        },
      ),
    );
    assert.equal(files[0]!.kind, "velociraptor pslist");
    const columns = 'pid, ppid, image, command_line, "user", signed, md5, sha256, hashes, time';
    assert.deepEqual(await view("processes", columns), [
      {
        pid: 4,
        ppid: 0,
        image: "System",
        command_line: null,
        user: null,
        signed: null,
        md5: null,
        sha256: null,
        hashes: null,
        time: null,
      },
      {
        pid: 812,
        ppid: 4,
        image: "C:\\a.exe",
        command_line: "a.exe -x",
        user: "WS01\\anna",
        signed: false,
        md5: "0a",
        sha256: "0c",
        hashes: "MD5=0A,SHA1=0b,SHA256=0c",
        time: "2024-05-01T08:00:00.500000Z",
      },
    ]);
  });

  it("read of both forms of Netstat gives connections; what stands for all addresses is none", async () => {
    const columns = "image, source_ip, source_port, destination_ip, destination_port, protocol, pid";
    const flat = { "Laddr.IP": "0.0.0.0", "Laddr.Port": 135, "Raddr.IP": "0.0.0.0", "Raddr.Port": 0 };
    const first = await made.read(
      "Windows.Network.Netstat.json",
      lines({
        Pid: 6,
        Name: "s.exe",
        Family: "IPv4",
        Type: "TCP",
        Status: "LISTEN",
        ...flat,
        Timestamp: "2024-05-01T08:00:00Z",
      }),
    );
    assert.deepEqual(await first.view("network", columns), [
      {
        image: "s.exe",
        source_ip: null,
        source_port: 135,
        destination_ip: null,
        destination_port: null,
        protocol: "tcp",
        pid: 6,
      },
    ]);
    const enriched = {
      Pid: 7,
      Ppid: 1,
      Name: "c.exe",
      Path: "C:\\c.exe",
      CommandLine: "c",
      Username: "a",
      Family: "IPv6",
      Type: "UDP",
      Status: "",
    };
    const second = await made.read(
      "Windows.Network.NetstatEnriched.json",
      lines({
        ...enriched,
        SrcIP: "FE80::1",
        SrcPort: 5353,
        DestIP: "203.0.113.9",
        DestPort: 443,
        Timestamp: "2024-05-01T08:00:00Z",
      }),
    );
    assert.equal(second.files[0]!.kind, "velociraptor netstat");
    assert.deepEqual(await second.view("network", columns), [
      {
        image: "C:\\c.exe",
        source_ip: "fe80::1",
        source_port: 5353,
        destination_ip: "203.0.113.9",
        destination_port: 443,
        protocol: "udp",
        pid: 7,
      },
    ]);
  });

  it("read of services, of an MFT, of found files and of tasks feeds their views", async () => {
    const services = await made.read(
      "Windows.System.Services.json",
      lines({
        State: "Running",
        Name: "Upd",
        DisplayName: "Updater",
        Status: "OK",
        Pid: 9,
        StartMode: "Auto",
        PathName: "C:\\u.exe /s",
        ServiceType: "Own Process",
        UserAccount: "LocalSystem",
        Created: "2024-05-01T08:00:00Z",
      }),
    );
    assert.deepEqual(await services.view("services", "service_name, image_path, start_type, account"), [
      { service_name: "Upd", image_path: "C:\\u.exe /s", start_type: "auto", account: "LocalSystem" },
    ]);
    const mft = await made.read(
      "Windows.NTFS.MFT.json",
      lines({
        EntryNumber: 7,
        InUse: true,
        OSPath: "C:\\a.txt",
        FileName: "a.txt",
        FileSize: 3,
        IsDir: false,
        Created0x10: "2024-05-01T08:00:00Z",
        LastModified0x10: "2024-05-02T08:00:00Z",
      }),
    );
    assert.deepEqual(await mft.view("files", "path, name, size, modified"), [
      { path: "C:\\a.txt", name: "a.txt", size: 3, modified: "2024-05-02T08:00:00.000000Z" },
    ]);
    const found = await made.read(
      "Windows.Search.FileFinder.json",
      lines({
        OSPath: "C:\\b.txt",
        Size: 5,
        Mode: "-rw-r--r--",
        MTime: "2024-05-02T08:00:00Z",
        ATime: "",
        CTime: "2024-05-01T08:00:00Z",
        BTime: "2024-05-01T07:00:00Z",
        Hash: { SHA256: "AB" },
      }),
    );
    assert.deepEqual(await found.view("files", "path, size, created, hash"), [
      { path: "C:\\b.txt", size: 5, created: "2024-05-01T07:00:00.000000Z", hash: "ab" },
    ]);
    const tasks = await made.read(
      "Windows.System.TaskScheduler.Analysis.json",
      lines({
        OSPath: "C:\\Windows\\System32\\Tasks\\Acme\\Tidy",
        Mtime: "2024-05-01T08:00:00Z",
        Command: "C:\\t.exe",
        Arguments: "/q",
        ComHandler: null,
        UserId: "S-1-5-18",
        StartBoundary: null,
      }),
    );
    assert.deepEqual(await tasks.view("tasks", 'channel, action, task_name, command, arguments, "user"'), [
      {
        channel: null,
        action: "defined",
        task_name: "\\Acme\\Tidy",
        command: "C:\\t.exe",
        arguments: "/q",
        user: "S-1-5-18",
      },
    ]);
  });
});
