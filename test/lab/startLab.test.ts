import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { type LabServer, startLab } from "../../src/lab/startLab";
import { makeFolder } from "../notebook/testFolder";
import { type Answer, type LabClient, labClient } from "./labClient";

const SECRET = /SECRET|root:/;

describe("startLab", () => {
  const { folder, remove } = makeFolder();
  const root = join(folder, "work");
  let server: LabServer;
  let client: LabClient;
  const ask = (
    path: string,
    headers?: Record<string, string>,
    method = "GET",
    body?: string,
  ): Promise<Answer> => client.raw(method, path, headers ?? { cookie: client.cookie }, body);

  before(async () => {
    for (const path of ["work/sub", "work/.hidden", "pages", "work-secret"])
      mkdirSync(join(folder, path), { recursive: true });
    writeFileSync(join(folder, "secret.txt"), "SECRET");
    writeFileSync(join(folder, "work-secret", "a.txt"), "SECRET");
    writeFileSync(join(folder, "pages", "done.html"), "<p>done</p>");
    writeFileSync(join(root, "page.html"), "<p>page</p>");
    writeFileSync(join(root, "<b>.html"), "<p>bold</p>");
    writeFileSync(join(root, "sub", "data.csv"), "a,b\n");
    writeFileSync(join(root, "x.exe"), "MZ");
    writeFileSync(join(root, ".env"), "SECRET");
    writeFileSync(join(root, ".hidden", "a.txt"), "SECRET");
    symlinkSync(join(folder, "secret.txt"), join(root, "link.txt"));
    symlinkSync(folder, join(root, "up"));
    symlinkSync(join(root, ".env"), join(root, "visible.txt"));
    symlinkSync(join(folder, "new.txt"), join(root, "dangling.txt"));
    symlinkSync(join(root, "page.html"), join(root, "inside.html"));
    server = await startLab(root, { pages: join(folder, "pages"), dataFolder: join(folder, "data") });
    client = await labClient(server);
  });
  after(async () => {
    await server.close();
    remove();
  });

  it("url(path) opens the door once: a strict cookie, and a page that goes on without the token", async () => {
    const url = new URL(server.url("/lab/tree/a b.ipynb"));
    assert.equal(url.hostname, "127.0.0.1");
    const { status, headers, body } = await ask(url.pathname + url.search, {});
    assert.equal(status, 200);
    assert.match(headers["set-cookie"]![0]!, /^huntbook-\d+=[\w-]{32}; HttpOnly; SameSite=Strict; Path=\/$/);
    assert.match(body, /http-equiv="refresh" content="0; url=\/lab\/tree\/a%20b\.ipynb"/);
    const token = url.searchParams.get("token")!;
    assert.ok(!body.includes(token) && !client.cookie.includes(token));
    assert.equal((await ask("/files/page.html")).body, "<p>page</p>");
  });

  it("startLab(folder) tells nothing without the cookie; the token opens pages, not the interface", async () => {
    const name = client.cookie.split("=")[0]!;
    const token = new URL(server.url()).searchParams.get("token")!;
    const given: Record<string, string>[] = [
      {},
      { cookie: `${name}=` },
      { cookie: `${name}=${token}` },
      { cookie: `${name}=${"a".repeat(32)}` },
      { referer: server.url() },
      { authorization: `token ${token}` },
    ];
    const paths = [
      "/",
      "/lab",
      "/files/page.html",
      "/pages/done.html",
      "/static/plotly.min.js",
      "/?token=wrong",
    ];
    for (const headers of given) {
      for (const path of [
        ...paths,
        "/api",
        "/api/contents",
        "/api/kernels",
        `/api/contents?token=${token}`,
      ]) {
        const { status, body } = await ask(path, headers);
        assert.equal(status, 403, `${path} ${JSON.stringify(headers)}`);
        assert.doesNotMatch(body, /page\.html|<p>page/);
      }
    }
  });

  it("startLab(folder) answers to its own name only, even with the cookie: no DNS rebinding", async () => {
    const { cookie } = client;
    for (const name of [
      "evil.example",
      `evil.example:${server.port}`,
      "127.0.0.1",
      `127.0.0.1.evil:${server.port}`,
    ]) {
      const headers = { cookie, host: name, origin: `http://${name}` };
      assert.equal((await ask("/files/page.html", headers)).status, 403, name);
      assert.equal((await ask("/api/contents", headers)).status, 403, name);
      assert.equal((await ask("/api/sessions", headers, "POST", "{}")).status, 403, name);
      assert.equal(await client.upgrade("/api/events/subscribe", headers), 403, name);
    }
    const host = `localhost:${server.port}`;
    assert.equal((await ask("/files/page.html", { cookie, host })).status, 200);
  });

  it("startLab(folder) refuses foreign pages that have the cookie: other origins, other ports, frames, forms", async () => {
    const { cookie, origin } = client;
    const foreign: Record<string, string>[] = [
      { origin: "http://evil.example" },
      { origin: "null" },
      { origin: "http://127.0.0.1:1" },
      { origin: `https://127.0.0.1:${server.port}` },
      { origin: `http://localhost:${server.port}` },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "cross-site" },
    ];
    for (const headers of foreign) {
      const where = JSON.stringify(headers);
      assert.equal((await ask("/api/contents", { cookie, ...headers })).status, 403, where);
      for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
        const { status } = await ask("/api/contents/new.txt", { cookie, ...headers }, method, "{}");
        assert.equal(status, 403, `${method} ${where}`);
      }
      assert.equal(await client.upgrade("/api/events/subscribe", { cookie, ...headers }), 403, where);
    }
    const form = { cookie, "content-type": "text/plain" };
    assert.equal(
      (await ask("/api/sessions", form, "POST", "{}")).status,
      403,
      "no origin, no vouching header",
    );
    assert.equal((await ask("/api/contents", { cookie, origin })).status, 200);
    assert.equal((await ask("/api/contents/x", { cookie, "x-huntbook": "1" }, "DELETE")).status, 404);
  });

  it("startLab(folder) opens websockets for pages with the cookie and the origin only", async () => {
    const { cookie, origin } = client;
    assert.equal(await client.upgrade("/api/events/subscribe"), 101);
    assert.equal(await client.upgrade("/api/events/subscribe", { origin }), 403);
    assert.equal(await client.upgrade("/api/events/subscribe", { cookie }), 403);
    assert.equal(await client.upgrade("/api/nothing"), 404);
    assert.equal(await client.upgrade("/api/kernels/nothing/channels"), 404);
  });

  it("startLab(folder) touches nothing outside the folder, by dots, encodings, links or other origins", async () => {
    const tails = [
      "../secret.txt",
      "%2e%2e/secret.txt",
      "..%2fsecret.txt",
      "sub/../../secret.txt",
      "sub/..%2f..%2fsecret.txt",
      "..\\secret.txt",
      "..%5csecret.txt",
      "%252e%252e/secret.txt",
      "../work-secret/a.txt",
      "link.txt",
      "up/secret.txt",
      "up/",
      "up/work-secret/a.txt",
      ".env",
      "%2eenv",
      ".hidden/a.txt",
      "sub/../.env",
      "visible.txt",
      "page.html%00.txt",
      "C:/x",
      "%",
      "%c0%ae%c0%ae/secret.txt",
      `${"a/".repeat(5000)}b`,
    ];
    const targets = ["/files/", "/api/contents/", "/pages/", "/static/lab/", "/"].flatMap((base) =>
      tails.map((tail) => base + tail),
    );
    for (const path of [...targets, "//etc/passwd", "///etc/passwd", "http://evil.example/files/page.html"]) {
      const { status, body } = await ask(path);
      assert.ok([400, 404].includes(status), `${path.slice(0, 60)} gave ${status}`);
      assert.doesNotMatch(body, SECRET, path);
    }
    assert.equal((await ask("/files/inside.html")).body, "<p>page</p>", "a link inside the folder works");
  });

  it("startLab(folder) writes nothing outside the folder, and nothing hidden", async () => {
    const file = { type: "file", format: "text", content: "overwritten" };
    for (const path of [
      "..%2fnew.txt",
      "up/new.txt",
      "link.txt",
      "visible.txt",
      "dangling.txt",
      ".x",
      "sub/.x",
      "a%5cb",
    ]) {
      const { status } = await client.api("PUT", `/api/contents/${path}`, file);
      assert.ok([403, 404].includes(status), `${path} gave ${status}`);
    }
    for (const to of ["../new.txt", "up/new.txt", ".new", "sub/../../new.txt", ""])
      assert.ok((await client.api("PATCH", "/api/contents/x.exe", { path: to })).status >= 400, to);
    for (const from of ["../secret.txt", "link.txt", ".env", "up/secret.txt"])
      assert.equal((await client.api("POST", "/api/contents/", { copy_from: from })).status, 404, from);
    for (const path of ["up/secret.txt", "link.txt", ".env", ""])
      assert.ok((await client.api("DELETE", `/api/contents/${path}`)).status >= 400, path);
    const odd = await client.api("POST", "/api/contents", { type: "file", ext: "/../../x" });
    assert.equal(odd.status, 400);
    assert.equal(readFileSync(join(folder, "secret.txt"), "utf8"), "SECRET");
    assert.equal(readFileSync(join(root, ".env"), "utf8"), "SECRET");
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.includes("new")),
      [],
    );
  });

  it("startLab(folder) refuses bodies that are too large or no JSON object, and goes on", async () => {
    const { cookie, origin } = client;
    const head = ["PUT /api/contents/a.txt HTTP/1.1", `Host: 127.0.0.1:${server.port}`, `Origin: ${origin}`];
    const large = `${[...head, `Cookie: ${cookie}`, "Content-Length: 200000000"].join("\r\n")}\r\n\r\n{`;
    assert.match(await firstAnswer(server.port, large), /^HTTP\/1\.1 413 /);
    for (const body of ["{", "[]", "1", "null"])
      assert.equal((await ask("/api/contents/a.txt", { cookie, origin }, "PUT", body)).status, 400, body);
    assert.match(await firstAnswer(server.port, "\u0000nonsense\r\n\r\n"), /^HTTP\/1\.1 400 /);
    assert.equal((await client.api("GET", "/api/status")).status, 200);
  });

  it("startLab(folder) lets no file act in the person's name: pages get an origin of their own", async () => {
    const { headers } = await ask("/files/page.html");
    const policy = String(headers["content-security-policy"]);
    assert.match(policy, /^default-src 'none'; .*; sandbox allow-scripts/);
    assert.doesNotMatch(policy, /allow-same-origin|connect-src|allow-forms/);
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["referrer-policy"], "no-referrer");
    assert.equal(headers["cross-origin-resource-policy"], "same-origin");
    assert.equal(headers["access-control-allow-origin"], undefined);
    assert.match(String((await ask("/files/sub/data.csv")).headers["content-security-policy"]), /sandbox$/);
    const unknown = (await ask("/files/x.exe")).headers;
    assert.equal(unknown["content-type"], "application/octet-stream");
    assert.equal(unknown["content-disposition"], "attachment");
    const data = (await ask("/api/contents")).headers;
    assert.match(String(data["content-type"]), /^application\/json/);
    assert.match(String(data["content-security-policy"]), /sandbox$/);
  });

  it("startLab(folder) shows pages for reading only, lists them with names escaped, and has finished pages beside", async () => {
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"]) {
      const { status, headers } = await ask("/files/page.html", undefined, method);
      assert.deepEqual([status, headers.allow], [405, "GET, HEAD"], method);
    }
    const links = [...(await ask("/files/")).body.matchAll(/<a href="([^"]+)">([^<]+)<\/a>/g)];
    assert.deepEqual(
      links.map((match) => match.slice(1)),
      [
        ["/files/%3Cb%3E.html", "&lt;b&gt;"],
        ["/files/inside.html", "inside"],
        ["/files/page.html", "page"],
        ["/files/sub/", "sub/"],
        ["/files/x.exe", "x.exe"],
      ],
    );
    assert.equal((await ask("/pages/done.html")).body, "<p>done</p>");
    assert.equal((await ask("/pages/page.html")).status, 404);
    const head = await ask("/files/page.html", undefined, "HEAD");
    assert.deepEqual([head.status, head.headers["content-length"], head.body], [200, "11", ""]);
  });

  it("startLab(folder) serves plotly.js once to a page that keeps it", async () => {
    const first = await ask("/static/plotly.min.js");
    assert.match(String(first.headers["content-type"]), /^text\/javascript/);
    assert.ok(first.body.length > 1e6);
    const { cookie } = client;
    const again = await ask("/static/plotly.min.js", { cookie, "if-none-match": String(first.headers.etag) });
    assert.deepEqual([again.status, again.body], [304, ""]);
  });

  it("startLab(folder) of no folder or of nonsense options is refused", async () => {
    await assert.rejects(startLab(join(folder, "nothing")), { code: "ENOENT" });
    await assert.rejects(startLab(root, { port: -1 }), {
      name: "RangeError",
      message: "startLab: port must be in [0, 65535], got -1",
    });
    await assert.rejects(startLab(root, { port: server.port }), { code: "EADDRINUSE" });
  });
});

/** What comes back first for bytes that a client of Node would not send. */
function firstAnswer(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    socket.once("data", (data) => {
      socket.destroy();
      resolve(data.toString());
    });
    socket.on("error", reject);
  });
}
