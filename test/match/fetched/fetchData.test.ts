import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "mocha";
import { fetchData, fetchedPath } from "../../../src/match/fetched/fetchData";
import { readLolbas } from "../../../src/match/fetched/readLolbas";
import { testFolder } from "../../support/folder";

const LOLBAS = JSON.stringify([
  {
    Name: "Certutil.exe",
    Description: "Certificates",
    Full_Path: [{ Path: "C:\\Windows\\System32\\certutil.exe" }],
    Commands: [{ Command: "certutil -urlcache", Category: "Download", MitreID: "T1105" }],
  },
]);
const hash = (text: string) => createHash("sha256").update(text).digest("hex");

describe("fetchData", () => {
  const folder = testFolder();
  const store = folder.path("data");
  let content = LOLBAS;
  let server: Server;
  let url: string;
  before(async () => {
    server = createServer((request, response) => {
      if (request.url === "/moved") response.writeHead(302, { location: "/lolbas.json" }).end();
      else if (request.url === "/away") response.writeHead(302, { location: "http://192.0.2.1/x" }).end();
      else if (request.url === "/round") response.writeHead(302, { location: "/round" }).end();
      else if (request.url === "/lolbas.json") response.end(content);
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.close();
  });

  it("fetchData(name) keeps content, licence and hash; the next fetch is checked against it", async () => {
    assert.equal(fetchedPath("lolbas", store), undefined);
    const first = await fetchData("lolbas", { folder: store, url: `${url}/moved` });
    assert.deepEqual([first.checked, first.sha256, first.bytes], ["nothing", hash(LOLBAS), LOLBAS.length]);
    assert.equal(fetchedPath("lolbas", store), first.path);
    assert.match(readFileSync(`${first.path}.licence.txt`, "utf8"), /GPL-3\.0/);
    assert.equal(
      (await fetchData("lolbas", { folder: store, url: `${url}/lolbas.json` })).checked,
      "recorded hash",
    );
    assert.deepEqual(readLolbas(first.path).get("certutil.exe"), {
      name: "Certutil.exe",
      description: "Certificates",
      paths: ["C:\\Windows\\System32\\certutil.exe"],
      commands: [{ command: "certutil -urlcache", category: "Download", technique: "T1105" }],
    });
  });

  it("fetchData(name) keeps what it has when the content is another, until told to update", async () => {
    content = "[]";
    const options = { folder: store, url: `${url}/lolbas.json` };
    await assert.rejects(fetchData("lolbas", options), {
      name: "RangeError",
      message: `fetchData: SHA-256 of lolbas must be ${hash(LOLBAS)}, got ${hash("[]")}; look at what changed, then fetch with update`,
    });
    assert.equal(readFileSync(fetchedPath("lolbas", store)!, "utf8"), LOLBAS);
    assert.equal((await fetchData("lolbas", { ...options, update: true })).sha256, hash("[]"));
    assert.equal((await fetchData("lolbas", options)).checked, "recorded hash");
  });

  it("fetchData(name, { sha256 }) writes nothing when the hash is another", async () => {
    const other = folder.path("other");
    const options = { folder: other, url: `${url}/lolbas.json` };
    await assert.rejects(fetchData("lolbas", { ...options, sha256: "0".repeat(64) }), { name: "RangeError" });
    assert.equal(existsSync(other), false);
    assert.equal(
      (await fetchData("lolbas", { ...options, sha256: hash("[]").toUpperCase() })).checked,
      "given hash",
    );
  });

  it("fetchData(name) goes to https only, and follows few redirects", async () => {
    const reject = (path: string, message: RegExp) =>
      assert.rejects(fetchData("lolbas", { folder: store, url: path }), { message });
    await reject("http://192.0.2.1/x", /^fetchData: url must be https, got "http:\/\/192\.0\.2\.1\/x"$/);
    await reject("file:///etc/passwd", /^fetchData: url must be https, got "file:\/\/\/etc\/passwd"$/);
    await reject(`${url}/away`, /^fetchData: url must be https/);
    await reject(`${url}/round`, /^fetchData: more than 5 redirects from /);
    await reject(`${url}/none`, /^fetchData: server said 404 for /);
  });

  it("fetchData(name) of an unknown name suggests one", async () => {
    await assert.rejects(fetchData("lolbin"), {
      name: "TypeError",
      message: 'fetchData: name must be one of attack, lolbas, got "lolbin"; did you mean "lolbas"?',
    });
    await assert.rejects(fetchData("lolbas", { sha256: "abc" }), { name: "TypeError" });
    assert.throws(() => readLolbas(folder.write("x.json", "{}")), { name: "SyntaxError" });
  });
});
