import assert from "node:assert/strict";
import { toolReads } from "./toolHunt";

const TSV_HEAD = ["#separator \\x09", "#set_separator\t,", "#empty_field\t(empty)", "#unset_field\t-"];
const log = (path: string, fields: readonly string[], ...rows: readonly string[][]) =>
  [
    ...TSV_HEAD,
    `#path\t${path}`,
    "#open\t2024-05-01-08-00-00",
    `#fields\t${fields.join("\t")}`,
    `#types\t${fields.map(() => "string").join("\t")}`,
    ...rows.map((row) => row.join("\t")),
    "#close\t2024-05-01-09-00-00",
    "",
  ].join("\n");
const ENDS = ["ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "proto"];
const CONN = [...ENDS, "service", "duration", "orig_bytes", "resp_bytes", "conn_state"];
const DNS = [...ENDS, "trans_id", "query", "qclass", "qtype_name", "rcode_name", "answers"];
const COLUMNS =
  "host, source_ip, source_port, destination_ip, destination_port, destination_host, protocol, time";

describe("rows of Zeek", () => {
  const made = toolReads();

  it("read of conn.log is the same from TSV and from JSON", async () => {
    const ends = ["1714550400.250000", "C1", "10.0.0.5", "50000", "203.0.113.9", "443", "tcp"];
    const tsv = await made.read("conn.log", log("conn", CONN, [...ends, "-", "1.5", "100", "-", "SF"]));
    const json = await made.read(
      "conn.json.log",
      JSON.stringify({
        ts: 1714550400.25,
        uid: "C1",
        "id.orig_h": "10.0.0.5",
        "id.orig_p": 50000,
        "id.resp_h": "203.0.113.9",
        "id.resp_p": 443,
        proto: "tcp",
        conn_state: "SF",
      }),
    );
    for (const { view, files } of [tsv, json]) {
      assert.equal(files[0]!.kind, "zeek conn");
      assert.deepEqual(await view("network", COLUMNS), [
        {
          host: "10.0.0.5",
          source_ip: "10.0.0.5",
          source_port: 50000,
          destination_ip: "203.0.113.9",
          destination_port: 443,
          destination_host: null,
          protocol: "tcp",
          time: "2024-05-01T08:00:00.250000Z",
        },
      ]);
    }
  });

  it("read of dns.log has the name, the first address of the answers, and all of them", async () => {
    const ends = ["1714550400.000000", "C1", "10.0.0.5", "50000", "10.0.0.2", "53", "udp"];
    const { view } = await made.read(
      "dns.log",
      log(
        "dns",
        DNS,
        [...ends, "7", "WWW.Example.ORG", "1", "A", "NOERROR", "cdn.example.org,203.0.113.9"],
        [...ends, "8", "no.example", "1", "A", "NXDOMAIN", "-"],
      ),
    );
    assert.deepEqual(
      await view("network", "destination_host, destination_ip, destination_port, protocol, answers"),
      [
        {
          destination_host: "www.example.org",
          destination_ip: "203.0.113.9",
          destination_port: 53,
          protocol: "dns",
          answers: "cdn.example.org;203.0.113.9",
        },
        {
          destination_host: "no.example",
          destination_ip: null,
          destination_port: 53,
          protocol: "dns",
          answers: null,
        },
      ],
    );
  });

  it("read of http.log and ssl.log has the name of the server", async () => {
    const common = {
      ts: "2024-05-01T08:00:00Z",
      uid: "C1",
      "id.orig_h": "10.0.0.5",
      "id.orig_p": 5,
      "id.resp_h": "203.0.113.9",
      "id.resp_p": 80,
    };
    const http = await made.read(
      "http.log",
      JSON.stringify({ ...common, method: "GET", host: "Example.org:80", uri: "/a", user_agent: "x" }),
    );
    assert.deepEqual(await http.view("network", "destination_host, protocol"), [
      { destination_host: "example.org", protocol: "http" },
    ]);
    const ssl = await made.read(
      "ssl.log",
      JSON.stringify({ ...common, version: "TLSv12", cipher: "c", server_name: "a.example" }),
    );
    assert.deepEqual(await ssl.view("network", "destination_host, protocol"), [
      { destination_host: "a.example", protocol: "tls" },
    ]);
  });

  it("read of another log of Zeek is a table, and of a damaged one tells which rows are lost", async () => {
    const other = await made.read("weird.log", log("weird", ["ts", "name"], ["1.0", "x"]));
    assert.deepEqual(await other.relation.select("ts", "name").rows(), [{ ts: "1.0", name: "x" }]);
    const ends = ["1714550400.0", "C1", "10.0.0.5", "5", "10.0.0.2", "53", "udp"];
    const { issues, relation } = await made.read(
      "cut.log",
      log(
        "conn",
        CONN,
        [...ends, "-", "-", "-", "-", "SF"],
        ["1714550400.0", "C2"],
        [...ends, "a\\x09b", "-", "-", "-", "S0"],
      ),
    );
    assert.equal(await relation.count(), 2);
    assert.deepEqual(
      issues.map(({ place, reason }) => [place, reason]),
      [["line 10", "row must have 12 fields, got 2"]],
    );
  });
});
