import assert from "node:assert/strict";
import { huntbook, jsonLines } from "../support/cli";
import { evidence } from "../support/evidence";
import { testFolder } from "../support/folder";
import { event } from "../support/madeEvents";

/** How many rows have each value of a column. */
function counts(rows: readonly Record<string, unknown>[], column: string): Record<string, number> {
  const found: Record<string, number> = {};
  for (const row of rows) found[String(row[column])] = (found[String(row[column])] ?? 0) + 1;
  return found;
}

const distinct = (rows: readonly Record<string, unknown>[], ...columns: string[]) =>
  new Set(rows.map((row) => columns.map((column) => row[column]).join(" "))).size;

describe("huntbook ioc", () => {
  const folder = testFolder();
  const log = folder.write(
    "log.jsonl",
    [
      event(1, { CommandLine: "schtasks /TN GameOver", Image: "C:\\GameOverlay.exe" }),
      event(3, { DestinationIp: "10.0.0.1:3389" }, { Computer: "WS02" }),
      event(3, { DestinationIp: "10.0.0.1" }, { Computer: "WS02" }),
    ].join("\n"),
  );
  const list = folder.write("iocs.txt", "GameOver\n10.0.0[.]1\nco.uk\n");

  it("ioc prints hits as JSON lines with the documented fields, and what is not hunted on stderr", () => {
    const result = huntbook("ioc", "--indicators", list, log);
    assert.equal(result.code, 0);
    const rows = jsonLines(result);
    assert.deepEqual(
      rows.map((row) => [row.indicator, row.column, row.host, row._record]),
      [
        ["10.0.0[.]1", "data.DestinationIp", "ws02", 2],
        ["10.0.0[.]1", "data.DestinationIp", "ws02", 3],
        ["GameOver", "data.CommandLine", "ws01", 1],
      ].sort((a, b) => Number(a[3]) - Number(b[3])),
    );
    for (const field of ["title", "level", "attack", "why", "time", "_source"])
      assert.ok(field in rows[0]!, field);
    assert.match(
      result.stderr,
      /iocs\.txt: list, 3 entries \(line 3\): 2 used, 0 duplicate, 0 benign, 1 unused\n/,
    );
    assert.match(result.stderr, /1 not hunted, unused: a public suffix/);
  });

  it("ioc --retro sums up, --allow takes out and says what, --indicator takes a value", () => {
    const allow = folder.write("allow.txt", "10.0.0.0/8\n");
    const result = huntbook(
      "ioc",
      "--indicators",
      list,
      "--indicator",
      "C:\\GameOverlay.exe",
      "--allow",
      allow,
      "--retro",
      log,
    );
    assert.deepEqual(
      jsonLines(result).map((row) => [row.indicator, row.count, row.hosts]),
      [
        ["C:\\GameOverlay.exe", 1, 1],
        ["GameOver", 1, 1],
      ],
    );
    assert.match(result.stderr, /2 hits taken out by .*allow\.txt: 10\.0\.0\.0\/8\n/);
  });

  it("ioc without evidence lists every entry, used or not, and why", () => {
    const rows = jsonLines(huntbook("ioc", "--indicators", list));
    assert.deepEqual(
      rows.map((row) => [row.status, row.type, row.value]),
      [
        ["used", "name", "gameover"],
        ["used", "ip", "10.0.0.1"],
        ["unused", "domain", "co.uk"],
      ],
    );
  });

  it("ioc reads a text file that is named as a log, line by line", () => {
    const names = folder.write("names.txt", "a.evil.com\n\nnotevil.com\nEVIL.COM.\n");
    const rows = jsonLines(huntbook("ioc", "--indicator", "evil[.]com", names, "--quiet"));
    assert.deepEqual(
      rows.map((row) => [row._record, row.value]),
      [
        [1, "a.evil.com"],
        [4, "evil.com"],
      ],
    );
  });

  it("ioc ends with 2 for wrong use and for lists without indicators", () => {
    assert.equal(huntbook("ioc", log).code, 2);
    assert.equal(huntbook("ioc", "--indicators", folder.path("absent"), log).code, 2);
    const result = huntbook("ioc", "--indicators", folder.write("x.csv", "a,b\n1,2\n"), log);
    assert.equal(result.code, 2);
    assert.match(result.stderr, /readCsv: no column of indicators among a, b/);
  });

  it("ioc imports the SUNBURST lists of one team in two formats (evidence I-1)", function () {
    const hashes = evidence(this, "07-iocs", "indicator_release", "Indicator_Release_Hashes.csv");
    const names = evidence(this, "07-iocs", "indicator_release", "Indicator_Release_NBIs.csv");
    const rows = jsonLines(huntbook("ioc", "--indicators", hashes, "--indicators", names, "--quiet"));
    const used = rows.filter((row) => row.status === "used");
    assert.deepEqual(counts(used, "type"), { sha256: 7, sha1: 7, md5: 7, domain: 15, ip: 10 });
    // Two certificates and two harmless libraries are kept apart: eleven of each hash in the file.
    const benign = rows.filter((row) => row.status === "benign");
    assert.deepEqual(counts(benign, "field"), { SHA256: 4, SHA1: 4, MD5: 4, FILENAME: 4 });
    const openIoc = jsonLines(
      huntbook("ioc", "--indicators", evidence(this, "07-iocs", "rules", "SUNBURST", "hxioc"), "--quiet"),
    );
    const plain = openIoc.filter((row) => row.status === "used" && row.type !== "pattern");
    assert.deepEqual(counts(plain, "type"), { md5: 5, domain: 6 });
    // The figure's eight also count two values that have the form of a domain in conditions of patterns: the name of
    // the vendor, which must not match, and the name of a program.
    const shaped = JSON.stringify(openIoc.filter((row) => row.type === "pattern"));
    for (const name of ["solarwinds.com", "solarwinds.businesslayerhost.exe"])
      assert.ok(shaped.includes(`'${name}'`));
  });

  it("ioc finds all 1,722 names below a domain, and exactly six by their full name (evidence I-2)", function () {
    const names = evidence(this, "07-iocs", "sunburst", "uniq-hostnames.txt");
    const list = evidence(this, "07-iocs", "indicator_release", "Indicator_Release_NBIs.csv");
    assert.equal(jsonLines(huntbook("ioc", "--indicator", "avsvmcloud.com", names, "--quiet")).length, 1722);
    const full = jsonLines(huntbook("ioc", "--indicators", list, names, "--quiet"));
    assert.deepEqual(counts(full, "why"), { "same domain": 6 });
  });

  it("ioc counts STIX patterns and distinct comparisons as published (evidence I-4)", function () {
    for (const [file, patterns, comparisons] of [
      ["examples/example_json/poisonivy.json", 25, 45],
      ["examples/example_json/apt1.json", 12, 14],
      ["playbook_json/cloaked-ursa.json", 40, 33],
    ] as const) {
      const { stderr } = huntbook("ioc", "--indicators", evidence(this, "07-iocs", file));
      assert.match(
        stderr,
        new RegExp(`STIX, ${patterns} patterns, ${comparisons} distinct comparisons;`),
        file,
      );
    }
    const rows = jsonLines(
      huntbook(
        "ioc",
        "--indicators",
        evidence(this, "07-iocs", "playbook_json", "cloaked-ursa.json"),
        "--quiet",
      ),
    );
    assert.deepEqual(counts(rows, "field"), {
      "domain-name:value": 18,
      "file:hashes.SHA-256": 14,
      "url:value": 3,
      "windows-registry-key:key": 2,
      "ipv4-addr:value": 2,
      "file:name": 1,
    });
    assert.equal(distinct(rows, "field", "value"), 33);
  });

  it("ioc imports all attributes of a MISP event without to_ids (evidence I-5)", function () {
    const file = evidence(this, "07-iocs", "dukes", "misp-dukes-operation-ghost-event.json");
    const rows = jsonLines(huntbook("ioc", "--indicators", file, "--quiet"));
    assert.deepEqual(counts(rows, "field"), { sha1: 18, url: 49, domain: 20, text: 13, link: 1 });
    assert.deepEqual(counts(rows, "status"), { used: 87, unused: 14 });
  });

  it("ioc finds GameOver once on the attacked host and never on the clean one (evidence I-7)", function () {
    const hits = (name: string) =>
      jsonLines(huntbook("ioc", "--indicator", "GameOver", evidence(this, "05-whole-hosts", name), "--quiet"))
        .length;
    assert.equal(hits("APTSimulatorVM_EventLogs.jsonl.gz"), 1);
    assert.equal(hits("RathbunVM_W10EventLogs.jsonl.gz"), 0);
  });

  it("ioc reads JSON that is not quite JSON, and says so", function () {
    const file = evidence(this, "07-iocs", "sunburst", "sunburst_raw.json");
    const result = huntbook("ioc", "--indicators", file);
    assert.match(result.stderr, /not quite JSON: its outer braces were missing/);
    assert.ok(distinct(jsonLines(result), "type", "value") > 1000);
  });
});
