import assert from "node:assert/strict";
import { toolReads } from "./toolHunt";

const process = (
  PID: number,
  PPID: number,
  name: string,
  more: object = {},
  children: readonly object[] = [],
) => ({
  "Offset(V)": 1,
  PID,
  PPID,
  ImageFileName: name,
  Threads: 3,
  Handles: null,
  SessionId: 1,
  Wow64: false,
  CreateTime: "2024-05-01T08:00:00+00:00",
  ExitTime: null,
  "File output": "Disabled",
  ...more,
  __children: children,
});

describe("rows of Volatility 3", () => {
  const made = toolReads();

  it("read of pslist, cmdline, netscan, svcscan and filescan feeds their views", async () => {
    const pslist = await made.read(
      "pslist.json",
      JSON.stringify([process(4, 0, "System"), process(812, 4, "smss.exe")], null, 2),
    );
    assert.equal(pslist.files[0]!.kind, "volatility pslist");
    assert.deepEqual(await pslist.view("processes", "pid, ppid, image, time"), [
      { pid: 4, ppid: 0, image: "System", time: "2024-05-01T08:00:00.000000Z" },
      { pid: 812, ppid: 4, image: "smss.exe", time: "2024-05-01T08:00:00.000000Z" },
    ]);
    const cmdline = await made.read(
      "cmdline.json",
      JSON.stringify([{ PID: 9, Process: "a.exe", Args: "a.exe -x", __children: [] }]),
    );
    assert.deepEqual(await cmdline.view("processes", "pid, image, command_line"), [
      { pid: 9, image: "a.exe", command_line: "a.exe -x" },
    ]);
    const netscan = await made.read(
      "netscan.json",
      JSON.stringify([
        {
          Offset: 1,
          Proto: "TCPv4",
          LocalAddr: "10.0.0.5",
          LocalPort: 5000,
          ForeignAddr: "203.0.113.9",
          ForeignPort: 443,
          State: "ESTABLISHED",
          PID: 9,
          Owner: "a.exe",
          Created: "2024-05-01T08:00:00.000000+00:00",
          __children: [],
        },
      ]),
    );
    assert.deepEqual(
      await netscan.view("network", "image, source_ip, destination_ip, destination_port, protocol, pid"),
      [
        {
          image: "a.exe",
          source_ip: "10.0.0.5",
          destination_ip: "203.0.113.9",
          destination_port: 443,
          protocol: "tcp",
          pid: 9,
        },
      ],
    );
    const services = await made.read(
      "svcscan.json",
      JSON.stringify([
        {
          Offset: 1,
          Order: 1,
          PID: null,
          Start: "SERVICE_AUTO_START",
          State: "SERVICE_RUNNING",
          Type: "SERVICE_WIN32_OWN_PROCESS",
          Name: "Upd",
          Display: "Updater",
          Binary: "C:\\u.exe",
          __children: [],
        },
      ]),
    );
    assert.deepEqual(await services.view("services", "service_name, image_path, start_type"), [
      { service_name: "Upd", image_path: "C:\\u.exe", start_type: "auto start" },
    ]);
    const files = await made.read(
      "filescan.json",
      JSON.stringify([{ Offset: 1, Name: "\\Users\\a\\b.txt", __children: [] }]),
    );
    assert.deepEqual(await files.view("files", "path, name"), [{ path: "\\Users\\a\\b.txt", name: "b.txt" }]);
  });

  it("read of pstree gives the processes below others, too, in the order of their levels", async () => {
    const leaf = process(30, 20, "c.exe", { Cmd: "c.exe /q", Path: "C:\\c.exe" });
    const tree = [
      process(10, 0, "a.exe", { Cmd: null, Path: null }, [process(20, 10, "b.exe", {}, [leaf])]),
      process(11, 0, "d.exe"),
    ];
    const { view, files } = await made.read("pstree.json", JSON.stringify(tree));
    assert.equal(files[0]!.rows, 4);
    assert.deepEqual(await view("processes", "_record, pid, ppid, image, command_line"), [
      { _record: 1, pid: 10, ppid: 0, image: "a.exe", command_line: null },
      { _record: 1, pid: 20, ppid: 10, image: "b.exe", command_line: null },
      { _record: 1, pid: 30, ppid: 20, image: "C:\\c.exe", command_line: "c.exe /q" },
      { _record: 2, pid: 11, ppid: 0, image: "d.exe", command_line: null },
    ]);
  });

  it("read of a tree of processes that has no end keeps its first thousand levels", async () => {
    let text = "null";
    for (let pid = 2000; pid > 0; pid--) {
      const row = JSON.stringify(process(pid, pid - 1, "x")).replace('"__children":[]', "");
      text = `${row.slice(0, -1)}"__children":[${text}]}`;
    }
    const { relation, issues } = await made.read("deep.json", `[${text}]`);
    assert.deepEqual([...issues], []);
    assert.equal(await relation.count(), 1000);
  });
});
