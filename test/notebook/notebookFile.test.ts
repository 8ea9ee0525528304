import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readNotebook, writeNotebook, writeWhole } from "../../src/notebook/notebookFile";
import { makeFolder, notebookOf } from "./testFolder";

describe("writeWhole", () => {
  const { folder, remove } = makeFolder();
  after(remove);

  it("writeNotebook(path, notebook) makes the folder, and readNotebook gives the notebook back", async () => {
    const path = join(folder, "new", "a.ipynb");
    const notebook = notebookOf("# Title", "1 + 1\n2");
    await writeNotebook(path, notebook);
    assert.deepEqual(await readNotebook(path), notebook);
    assert.deepEqual(readdirSync(join(folder, "new")), ["a.ipynb"]);
  });

  it("writeWhole(path, text) leaves the earlier file and no temporary one when it fails", async () => {
    const place = join(folder, "old");
    mkdirSync(join(place, "taken.txt"), { recursive: true });
    writeFileSync(join(place, "taken.txt", "inside"), "before");
    await assert.rejects(writeWhole(join(place, "taken.txt"), "after"));
    assert.deepEqual(readdirSync(place), ["taken.txt"]);
    assert.equal(readFileSync(join(place, "taken.txt", "inside"), "utf8"), "before");
  });

  it("readNotebook(path) names the file that is no notebook", async () => {
    const path = join(folder, "broken.ipynb");
    await writeWhole(path, "no");
    await assert.rejects(readNotebook(path), { name: "SyntaxError", message: /broken\.ipynb: must be JSON/ });
  });
});
