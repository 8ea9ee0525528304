import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type LabServer, startLab } from "../../../src/lab/startLab";
import { kernelsHere } from "../../../src/notebook/client/kernelSpec";
import { formatNotebook } from "../../../src/notebook/nbformat";
import { makeFolder, notebookOf } from "../../notebook/testFolder";
import { type Json, type LabClient, labClient } from "../labClient";

const sha256 = (text: string | Buffer) => createHash("sha256").update(text).digest("hex");

describe("/api/contents", () => {
  const { folder, remove } = makeFolder();
  const root = join(folder, "work");
  const at = (path: string) => join(root, path);
  let server: LabServer;
  let client: LabClient;
  const get = (path: string) => client.api("GET", `/api/contents/${path}`);
  const put = (path: string, body: unknown) => client.api("PUT", `/api/contents/${path}`, body);
  const notebook = (...sources: string[]) => ({
    ...{ type: "notebook", format: "json", content: notebookOf(...sources) },
  });

  before(async () => {
    mkdirSync(at("sub"), { recursive: true });
    writeFileSync(at("a.ipynb"), formatNotebook(notebookOf("# Title\nand text", "1 + 1")));
    writeFileSync(at("b.csv"), "x,y\n");
    writeFileSync(at("c.bin"), Buffer.from([0xff, 0xfe, 0x00]));
    writeFileSync(at(".env"), "SECRET");
    server = await startLab(root, { dataFolder: join(folder, "data") });
    client = await labClient(server);
  });
  after(async () => {
    await server.close();
    remove();
  });

  it("GET of a folder lists what is in it, without hidden files and without contents", async () => {
    const { status, body } = await get("");
    assert.equal(status, 200);
    const seen = body.content.map(({ name, type, path, content }: Json) => [name, type, path, content]);
    assert.deepEqual(seen.sort(), [
      ["a.ipynb", "notebook", "a.ipynb", null],
      ["b.csv", "file", "b.csv", null],
      ["c.bin", "file", "c.bin", null],
      ["sub", "directory", "sub", null],
    ]);
    assert.deepEqual([body.type, body.path, body.format], ["directory", "", "json"]);
  });

  it("GET of a notebook joins lists of lines and tells time and hash exactly", async () => {
    const { body } = await get("a.ipynb?hash=1");
    assert.equal(body.content.cells[0].source, "# Title\nand text");
    assert.equal(body.last_modified, statSync(at("a.ipynb")).mtime.toISOString());
    assert.deepEqual([body.hash, body.hash_algorithm], [sha256(readFileSync(at("a.ipynb"))), "sha256"]);
    const bare = (await get("a.ipynb?content=0")).body;
    assert.deepEqual([bare.content, bare.format, bare.hash, bare.type], [null, null, null, "notebook"]);
  });

  it("GET of a file gives text where it is text, base64 where not, and says when it is neither", async () => {
    const text = (await get("b.csv")).body;
    assert.deepEqual([text.format, text.content, text.mimetype], ["text", "x,y\n", "text/csv"]);
    const bytes = (await get("c.bin")).body;
    assert.deepEqual([bytes.format, bytes.content], ["base64", "//4A"]);
    assert.equal((await get("c.bin?format=text")).status, 400);
    assert.equal((await get("nothing.txt")).status, 404);
    writeFileSync(at("broken.ipynb"), "{");
    const broken = await get("broken.ipynb");
    assert.deepEqual([broken.status, broken.body.reason], [400, "notebook"]);
    assert.equal((await get("broken.ipynb?type=file")).body.content, "{");
  });

  it("PUT writes what the page sent, as Jupyter formats it, and answers with the new hash", async () => {
    const first = await put("new.ipynb", notebook("1"));
    assert.equal(first.status, 201);
    assert.equal(readFileSync(at("new.ipynb"), "utf8"), formatNotebook(notebookOf("1")));
    const second = await put("new.ipynb", { ...notebook("2"), hash: first.body.hash });
    assert.deepEqual([second.status, second.body.hash], [200, sha256(formatNotebook(notebookOf("2")))]);
    assert.equal((await put("t.bin", { type: "file", format: "base64", content: "AAE=" })).status, 201);
    assert.deepEqual([...readFileSync(at("t.bin"))], [0, 1]);
    assert.equal((await put("bad.ipynb", { type: "notebook", content: { cells: 1 } })).status, 400);
    assert.ok(!existsSync(at("bad.ipynb")));
    assert.deepEqual(
      readdirSync(root).filter((name) => name.endsWith(".tmp")),
      [],
    );
  });

  it("PUT based on an older state is refused with 409 and writes nothing: two tabs, another program", async () => {
    const { hash, last_modified } = (await put("two.ipynb", notebook("1"))).body;
    const tabs = ["first", "second"].map((name) => put("two.ipynb", { ...notebook(name), hash }));
    const answers = await Promise.all(tabs);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
    assert.equal(answers.find(({ status }) => status === 409)!.body.reason, "changed");
    const winner = readFileSync(at("two.ipynb"), "utf8");
    utimesSync(at("two.ipynb"), new Date(), new Date(Date.parse(last_modified) + 5000));
    assert.equal((await put("two.ipynb", { ...notebook("late"), last_modified })).status, 409);
    assert.equal(readFileSync(at("two.ipynb"), "utf8"), winner);
    assert.equal((await put("gone.ipynb", { ...notebook("x"), hash })).status, 409, "deleted meanwhile");
    assert.equal(
      (await put("two.ipynb", notebook("on purpose"))).status,
      200,
      "without a base it overwrites",
    );
  });

  it("PUT into a place without permission says so, and the old file is intact", async function () {
    if (process.getuid?.() === 0 || process.platform === "win32") {
      console.log("    (skipped: permissions do not bind this user)");
      this.skip();
    }
    writeFileSync(at("locked.txt"), "old", { mode: 0o444 });
    const { status, body } = await put("locked.txt", { type: "file", format: "text", content: "new" });
    assert.deepEqual([status, body.reason], [403, "permission"]);
    assert.equal(readFileSync(at("locked.txt"), "utf8"), "old");
  });

  it("PUT keeps the permissions of the file", async () => {
    writeFileSync(at("private.txt"), "old");
    chmodSync(at("private.txt"), 0o600);
    await put("private.txt", { type: "file", format: "text", content: "new" });
    assert.equal(statSync(at("private.txt")).mode & 0o777, process.platform === "win32" ? 0o666 : 0o600);
  });

  it("POST makes notebooks, folders, files and copies under free names", async () => {
    const post = async (body: unknown) => (await client.api("POST", "/api/contents/sub", body)).body.path;
    assert.equal(await post({ type: "notebook" }), "sub/Untitled.ipynb");
    assert.equal(await post({ type: "notebook" }), "sub/Untitled1.ipynb");
    assert.equal(await post({ type: "directory" }), "sub/Untitled Folder");
    assert.equal(await post({ type: "file", ext: "md" }), "sub/untitled.md");
    assert.equal(await post({ copy_from: "a.ipynb" }), "sub/a-Copy1.ipynb");
    assert.equal(await post({ copy_from: "sub/a-Copy1.ipynb" }), "sub/a-Copy2.ipynb");
    const empty = (await get("sub/Untitled.ipynb")).body.content;
    assert.deepEqual([empty.cells, empty.metadata.kernelspec.name], [[], "huntbook"]);
  });

  it("PATCH renames with the checkpoint, and never over another file", async () => {
    await put("old%20name.ipynb", notebook("1"));
    assert.equal((await client.api("POST", "/api/contents/old%20name.ipynb/checkpoints")).status, 201);
    const { status, body } = await client.api("PATCH", "/api/contents/old%20name.ipynb", {
      path: "sub/new name.ipynb",
    });
    assert.deepEqual([status, body.path, body.name], [200, "sub/new name.ipynb", "new name.ipynb"]);
    assert.equal((await get("sub/new%20name.ipynb/checkpoints")).body.length, 1);
    assert.equal((await client.api("PATCH", "/api/contents/b.csv", { path: "a.ipynb" })).status, 409);
    assert.equal((await client.api("PATCH", "/api/contents/b.csv", { path: "none/b.csv" })).status, 404);
    assert.equal((await client.api("PATCH", "/api/contents/b.csv", { path: "b.csv" })).status, 200);
  });

  it("DELETE removes files and empty folders, and no folder with files in it", async () => {
    mkdirSync(at("full"));
    writeFileSync(at("full/x.txt"), "x");
    assert.equal((await client.api("DELETE", "/api/contents/full")).status, 400);
    assert.equal((await client.api("DELETE", "/api/contents/full/x.txt")).status, 204);
    assert.equal((await client.api("DELETE", "/api/contents/full")).status, 204);
    assert.ok(!existsSync(at("full")));
  });

  it("checkpoints keep a state, put it back, and go away", async () => {
    const path = "/api/contents/check.ipynb/checkpoints";
    await put("check.ipynb", notebook("good"));
    const made = await client.api("POST", path);
    assert.deepEqual([made.status, made.body.id], [201, "checkpoint"]);
    assert.ok(existsSync(at(".ipynb_checkpoints/check-checkpoint.ipynb")));
    await put("check.ipynb", notebook("bad"));
    assert.equal((await client.api("POST", `${path}/checkpoint`)).status, 204);
    assert.equal((await get("check.ipynb")).body.content.cells[0].source, "good");
    assert.equal((await client.api("DELETE", `${path}/checkpoint`)).status, 204);
    assert.deepEqual((await client.api("GET", path)).body, []);
    assert.equal((await client.api("POST", `${path}/checkpoint`)).status, 404);
  });

  it("unknown resources and methods are answered with 404 and JSON", async () => {
    for (const [method, path] of [
      ["GET", "/api/nothing"],
      ["GET", "/api/terminals"],
      ["DELETE", "/api/status"],
      ["POST", "/api/kernels/x/y/z"],
    ] as const) {
      const { status, body } = await client.api(method, path);
      assert.deepEqual([status, typeof body.message], [404, "string"], path);
    }
    const { body } = await client.api("GET", "/api/kernelspecs");
    assert.deepEqual([body.default, Object.keys(body.kernelspecs)], ["huntbook", kernelsHere()]);
    assert.equal((await client.api("POST", "/api/kernels", { name: "bash" })).status, 400);
  });
});
