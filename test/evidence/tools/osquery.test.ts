import assert from "node:assert/strict";
import { toolReads } from "./toolHunt";

const HEAD = {
  hostIdentifier: "WS01.corp.example",
  calendarTime: "Wed May  1 08:00:00 2024 UTC",
  unixTime: 1714550400,
  epoch: 0,
  counter: 1,
};
const entry = (more: object) => JSON.stringify({ ...HEAD, ...more });

describe("rows of osquery", () => {
  const made = toolReads();

  it("read of a differential log gives each row to the view that its columns belong to", async () => {
    const { view, files, issues, relation } = await made.read(
      "osqueryd.results.log",
      [
        entry({
          name: "pack_p",
          action: "added",
          columns: {
            pid: "812",
            path: "C:\\a.exe",
            cmdline: "a.exe -x",
            parent: "4",
            uid: "1000",
            start_time: "1714550000",
            name: "a.exe",
          },
        }),
        entry({
          name: "pack_s",
          action: "added",
          columns: {
            pid: "812",
            local_address: "10.0.0.5",
            local_port: "5000",
            remote_address: "203.0.113.9",
            remote_port: "443",
            protocol: "6",
            path: "C:\\a.exe",
          },
        }),
        entry({
          name: "pack_l",
          action: "added",
          columns: {
            logon_id: "999",
            user: "anna",
            logon_domain: "CORP",
            authentication_package: "Kerberos",
            logon_type: "RemoteInteractive",
            session_id: "2",
            logon_sid: "S-1-5-21-1",
            logon_time: "1714550100",
          },
        }),
        entry({
          name: "pack_v",
          action: "removed",
          columns: {
            name: "Upd",
            service_type: "OWN_PROCESS",
            start_type: "AUTO_START",
            path: "C:\\u.exe",
            user_account: "LocalSystem",
          },
        }),
        entry({
          name: "pack_f",
          action: "added",
          columns: {
            target_path: "C:\\b.txt",
            category: "c",
            action: "CREATED",
            sha256: "ab",
            size: "5",
            time: "1714550200",
          },
        }),
        entry({
          name: "pack_t",
          action: "added",
          columns: {
            name: "Tidy",
            action: "C:\\t.exe /q",
            path: "\\Tidy",
            enabled: "1",
            last_run_time: "1714550300",
            next_run_time: "",
          },
        }),
        entry({ name: "pack_o", action: "added", columns: { version: "10.0" } }),
      ].join("\n"),
    );
    assert.deepEqual([...issues], []);
    assert.deepEqual(
      files.map(({ kind, rows }) => [kind, rows]),
      [["osquery", 7]],
    );
    const host = "ws01";
    assert.deepEqual(await view("processes", "host, pid, ppid, image, command_line, time"), [
      {
        host,
        pid: 812,
        ppid: 4,
        image: "C:\\a.exe",
        command_line: "a.exe -x",
        time: "2024-05-01T07:53:20.000000Z",
      },
    ]);
    assert.deepEqual(
      await view("network", "host, source_ip, destination_ip, destination_port, protocol, image"),
      [
        {
          host,
          source_ip: "10.0.0.5",
          destination_ip: "203.0.113.9",
          destination_port: 443,
          protocol: "tcp",
          image: "C:\\a.exe",
        },
      ],
    );
    assert.deepEqual(await view("logons", 'host, "user", domain, logon_type, outcome, logon_id'), [
      { host, user: "anna", domain: "CORP", logon_type: 10, outcome: "success", logon_id: "0x3e7" },
    ]);
    assert.deepEqual(await view("services", "host, service_name, start_type, account"), [
      { host, service_name: "Upd", start_type: "auto start", account: "LocalSystem" },
    ]);
    assert.deepEqual(await view("files", "host, path, size, hash"), [
      { host, path: "C:\\b.txt", size: 5, hash: "ab" },
    ]);
    assert.deepEqual(await view("tasks", "host, task_name, command"), [
      { host, task_name: "\\Tidy", command: "C:\\t.exe /q" },
    ]);
    const [other] = (await relation.rows()).slice(-1);
    assert.deepEqual(other!.system, {
      version: "10.0",
      query: "pack_o",
      action: "added",
      Computer: "WS01.corp.example",
    });
  });

  it("read of snapshots and batches gives all their rows, each with the place of its line", async () => {
    const row = (pid: string) => ({ pid, name: `p${pid}`, path: `/bin/p${pid}`, parent: "1" });
    const { view } = await made.read(
      "snapshots.log",
      [
        entry({
          name: "s",
          action: "snapshot",
          decorations: { hostname: "LNX7" },
          snapshot: [row("5"), row("6")],
        }),
        entry({ name: "b", diffResults: { added: [row("7")], removed: [row("5")] } }),
      ].join("\n"),
    );
    assert.deepEqual(await view("processes", "_record, host, pid"), [
      { _record: 1, host: "lnx7", pid: 5 },
      { _record: 1, host: "lnx7", pid: 6 },
      { _record: 2, host: "ws01", pid: 7 },
      { _record: 2, host: "ws01", pid: 5 },
    ]);
  });

  it("read of bare rows takes them for osquery's when told so, and for a table else", async () => {
    const rows = JSON.stringify([
      { username: "anna", tty: "pts/0", pid: "7", type: "7", time: "1714550400", host: "10.0.0.9" },
    ]);
    assert.equal((await made.read("last.json", rows)).files[0]!.kind, "json");
    const { view } = await made.read("told.json", rows, "osquery");
    assert.deepEqual(await view("logons", '"user", source_ip, outcome, time'), [
      { user: "anna", source_ip: "10.0.0.9", outcome: "success", time: "2024-05-01T08:00:00.000000Z" },
    ]);
  });
});
