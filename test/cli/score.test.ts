import assert from "node:assert/strict";
import { huntbook, jsonLines } from "../support/cli";
import { evidence } from "../support/evidence";
import { testFolder } from "../support/folder";

describe("huntbook score", () => {
  const folder = testFolder();
  const line = (image: string, parent: string, size: number) => `${image},${parent},${size}`;
  const usual = Array.from({ length: 60 }, (_, i) =>
    i % 2
      ? line("word.exe", "explorer.exe", 10 + (i % 5) / 4)
      : line("svchost.exe", "services.exe", 20 + (i % 3) / 4),
  );
  const header = "image,parent,size";
  const odd = line("svchost.exe", "explorer.exe", 10.5);
  const table = folder.write("table.csv", [header, ...usual, odd].join("\n"));

  it("score ranks the row whose values do not belong together first, and says why", () => {
    const result = huntbook("score", table, "--detector", "autoencoder", "--top", "3");
    assert.equal(result.code, 0, result.stderr);
    const rows = jsonLines(result);
    assert.equal(rows.length, 3);
    assert.deepEqual(Object.keys(rows[0]!), ["_row", "score", "tail_probability", "tier", "why"]);
    assert.equal(rows[0]!._row, 61);
    assert.match(
      String(rows[0]!.why),
      /^(image: "svchost\.exe"|parent: "explorer\.exe") \([\d.]+ of [\d.]+ bits; usually /,
    );
    assert.equal(result.stderr, "huntbook: judged by image, parent, size\n");
  });

  it("score gives every row without --top, and the same bits for the same seed", () => {
    const run = () => huntbook("score", table, "--detector", "autoencoder", "--seed", "7", "--quiet");
    const first = run();
    assert.equal(jsonLines(first).length, 61);
    assert.equal(first.stderr, "");
    assert.equal(run().stdout, first.stdout);
  });

  it("score --train learns from other evidence, where a new value is a surprise", () => {
    const baseline = folder.write("baseline.csv", [header, ...usual].join("\n"));
    const fresh = folder.write(
      "fresh.csv",
      [header, usual[0], line("new.exe", "services.exe", 20)].join("\n"),
    );
    const result = huntbook(
      "score",
      fresh,
      "--train",
      baseline,
      "--detector",
      "rarity",
      "--columns",
      "image,parent",
    );
    const rows = jsonLines(result);
    assert.deepEqual(
      rows.map((row) => row._row),
      [2, 1],
    );
    assert.match(String(rows[0]!.why), /^image: "new\.exe" \(6\.0 of /); // -log2 of 1 / (60 + 3)
    assert.equal(rows[0]!.tail_probability, 1 / 61);
  });

  it("score --alike joins rows that are odd for the same reasons into one line, and counts them", () => {
    const strangers = ["a", "b", "c"].map((name) => line(`${name}.exe`, "mmc.exe", 15));
    const lone = line("calc.exe", "cmd.exe", 15);
    const mixed = folder.write("alike.csv", [header, ...usual, lone, ...strangers].join("\n"));
    const run = (...options: string[]) =>
      jsonLines(huntbook("score", mixed, "--detector", "rarity", "--columns", "image,parent", ...options));
    const each = run("--top", "4");
    const joined = run("--top", "4", "--alike");
    assert.deepEqual(
      joined.map(({ _row, rows }) => [_row, rows]),
      [
        [61, 1],
        [62, 3],
      ],
    );
    assert.deepEqual(joined[1], { ...each[1], rows: 3 });
    assert.deepEqual(Object.keys(joined[0]!), ["_row", "score", "tail_probability", "tier", "rows", "why"]);
  });

  it("score refuses an unknown detector, and a missing column with exit code 2", () => {
    const unknown = huntbook("score", table, "--detector", "magic");
    assert.equal(unknown.code, 2);
    assert.match(
      unknown.stderr,
      /^huntbook: score: detector must be one of default, autoencoder, .*, got "magic"\n$/,
    );
    assert.equal(huntbook("score", table, "--detector", "rarity", "--columns", "nope").code, 2);
  });

  it("score takes detectors for numbers, with categories by their rarity, and names the column", () => {
    const far = folder.write("far.csv", [header, ...usual, line("word.exe", "explorer.exe", 500)].join("\n"));
    for (const detector of ["knn", "isolation-forest", "zScore"]) {
      const [first] = jsonLines(huntbook("score", far, "--detector", detector, "--top", "1", "--quiet"));
      assert.equal(first!._row, 61, detector);
      assert.match(String(first!.why), /^size: "500" \(/, detector);
    }
  });

  it("score --entity --time judges rows by what comes before and after, for lstm detectors only", () => {
    const beat = (host: string, n: number) =>
      Array.from({ length: n }, (_, i) => `${host},${i},${i % 2 ? "stop" : "start"}`);
    const order = ["machine,at,action", ...beat("a", 20), "b,0,stop", ...beat("c", 20)];
    const log = folder.write("beat.csv", order.join("\n"));
    const args = ["score", log, "--columns", "action", "--entity", "machine", "--time", "at"];
    const rows = jsonLines(huntbook(...args, "--detector", "ds4n6Lstm", "--quiet"));
    assert.equal(rows.length, 41);
    assert.ok(rows.every((row) => Number.isFinite(row.score)));
    assert.match(String(rows[0]!.why), /^action: "(start|stop)" \(.* absolute error\)$/);
    const other = huntbook(...args, "--detector", "knn");
    assert.equal(other.code, 2);
    assert.match(
      other.stderr,
      /^huntbook: score: entity and time are for lstm detectors, got them with knn\n$/,
    );
    assert.equal(huntbook(...args, "--entity", "nope", "--detector", "ds4n6Lstm").code, 2);
  });

  it("score finds the four malicious tasks of the multi-host evidence in the first twentieth of its 392 rows", function () {
    const log = evidence(this, "02-multihost-lfo/taskevents_18hosts.jsonl.gz");
    const where = "event_id in (106, 140, 4698, 4702)";
    const args = ["score", log, "--as", "tasks", "--where", where, "--top", "19", "--quiet"];
    const names = new Map(
      jsonLines(huntbook("read", log, "--as", "tasks", "--where", where, "--quiet")).map((row) => [
        row._row,
        row.task_name,
      ]),
    );
    // evidence README, L-1: four malicious tasks among 29 on 18 hosts
    const malicious = ["\\CYAlyNSS", "\\FullPowersTask", "\\LMST", "\\MordorSchtask"];
    for (const detector of ["autoencoder", "rarity"]) {
      const found = jsonLines(huntbook(...args, "--detector", detector)).map((row) => names.get(row._row));
      assert.deepEqual(
        malicious.filter((task) => !found.includes(task)),
        [],
        detector,
      );
    }
  });
});
