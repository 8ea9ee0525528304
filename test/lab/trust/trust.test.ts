import assert from "node:assert/strict";
import { cpSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type LabServer, startLab } from "../../../src/lab/startLab";
import { copyNotebooks } from "../../../src/lab/trust/copyNotebooks";
import { type CodeCell, formatNotebook, type Notebook } from "../../../src/notebook/nbformat";
import { makeFolder, notebookOf } from "../../notebook/testFolder";
import { type LabClient, labClient } from "../labClient";

/** A notebook with an HTML output, as a stranger may send it. */
function withHtml(html: string, trusted?: boolean): Notebook {
  const notebook = notebookOf("# Title", "show(1)", "console.log(2)");
  const [, rich, plain] = notebook.cells as [unknown, CodeCell, CodeCell];
  rich.outputs = [{ output_type: "display_data", data: { "text/html": html }, metadata: {} }];
  plain.outputs = [{ output_type: "stream", name: "stdout", text: "2\n" }];
  for (const cell of [rich, plain]) if (trusted !== undefined) cell.metadata = { trusted };
  return notebook;
}

describe("trust in outputs", () => {
  const { folder, remove } = makeFolder();
  const dataFolder = join(folder, "data");
  let server: LabServer;
  let client: LabClient;
  const trustOf = async (name: string) => {
    const { body } = await client.api("GET", `/api/contents/${name}`);
    return body.content.cells.map((cell: CodeCell) => cell.metadata.trusted);
  };
  const save = (name: string, content: Notebook) =>
    client.api("PUT", `/api/contents/${name}`, { type: "notebook", format: "json", content });

  before(async () => {
    server = await startLab(folder, { dataFolder });
    client = await labClient(server);
  });
  after(async () => {
    await server.close();
    remove();
  });

  it("a foreign notebook's HTML is not trusted, whatever the file says; text needs no trust", async () => {
    writeFileSync(join(folder, "foreign.ipynb"), formatNotebook(withHtml("<b>x</b>", true)));
    assert.deepEqual(await trustOf("foreign.ipynb"), [undefined, false, true]);
  });

  it("a notebook that was saved with all its outputs made here is trusted, and its file does not say so", async () => {
    await save("own.ipynb", withHtml("<b>x</b>", true));
    assert.deepEqual(await trustOf("own.ipynb"), [undefined, true, true]);
    assert.doesNotMatch(readFileSync(join(folder, "own.ipynb"), "utf8"), /trusted/);
    await save("mixed.ipynb", withHtml("<b>mixed</b>", false));
    assert.deepEqual(await trustOf("mixed.ipynb"), [undefined, false, true]);
  });

  it("a notebook that was changed outside is not trusted any more", async () => {
    const text = readFileSync(join(folder, "own.ipynb"), "utf8");
    writeFileSync(join(folder, "own.ipynb"), text.replace("<b>x</b>", "<i>x</i>"));
    assert.deepEqual(await trustOf("own.ipynb"), [undefined, false, true]);
    writeFileSync(join(folder, "own.ipynb"), text);
    assert.deepEqual(await trustOf("own.ipynb"), [undefined, true, true]);
  });

  it("another person's store makes nothing trusted here, and the secret is this person's only", async () => {
    const other = await startLab(folder, { dataFolder: join(folder, "other") });
    cpSync(join(dataFolder, "trusted-notebooks"), join(folder, "other", "trusted-notebooks"));
    const { body } = await (await labClient(other)).api("GET", "/api/contents/own.ipynb");
    assert.equal(body.content.cells[1].metadata.trusted, false);
    await other.close();
    if (process.platform !== "win32")
      assert.equal(statSync(join(dataFolder, "trust-secret")).mode & 0o777, 0o600);
  });

  it("copyNotebooks(folders) gives copies to work on, those that were run first, and never replaces one", async () => {
    const [from, executed, to] = ["from", "out", "copies"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    for (const path of [from, executed]) cpSync(join(folder, "foreign.ipynb"), join(path, "01.ipynb"));
    cpSync(join(folder, "foreign.ipynb"), join(from, "02.ipynb"));
    writeFileSync(join(executed, "01.ipynb"), formatNotebook(withHtml("<b>run</b>")));
    assert.deepEqual((await copyNotebooks({ from, executed, to, dataFolder })).sort(), [
      "01.ipynb",
      "02.ipynb",
    ]);
    assert.match(readFileSync(join(to, "01.ipynb"), "utf8"), /<b>run/);
    assert.deepEqual(await trustOf("copies/01.ipynb"), [undefined, true, true]);
    writeFileSync(join(to, "01.ipynb"), "mine");
    assert.deepEqual(await copyNotebooks({ from, executed, to, dataFolder }), []);
    assert.equal(readFileSync(join(to, "01.ipynb"), "utf8"), "mine");
  });
});
