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

  it("score refuses an unknown detector, a missing column and no detector with exit code 2", () => {
    const unknown = huntbook("score", table, "--detector", "magic");
    assert.equal(unknown.code, 2);
    assert.equal(unknown.stderr, 'huntbook: score: detector must be autoencoder or rarity, got "magic"\n');
    assert.equal(huntbook("score", table, "--detector", "rarity", "--columns", "nope").code, 2);
    assert.equal(huntbook("score", table).code, 2);
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
