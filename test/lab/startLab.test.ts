import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { type IncomingHttpHeaders, request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { type PageServer, serve } from "../../src/lab/serve";
import { makeFolder } from "../notebook/testFolder";

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe("serve", () => {
  const { folder, remove } = makeFolder();
  let server: PageServer;
  let cookie = "";

  /** Sends the path as it is: no client-side normalising. */
  const ask = (path: string, headers: Record<string, string> = { cookie }, method = "GET"): Promise<Answer> =>
    new Promise((resolve, reject) => {
      request({ host: "127.0.0.1", port: server.port, path, headers, method }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({
            status: response.statusCode!,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      })
        .on("error", reject)
        .end();
    });

  before(async () => {
    const out = join(folder, "out");
    mkdirSync(join(out, "sub"), { recursive: true });
    mkdirSync(join(folder, "out-secret"));
    writeFileSync(join(folder, "secret.txt"), "SECRET");
    writeFileSync(join(folder, "out-secret", "a.txt"), "SECRET");
    writeFileSync(join(out, "page.html"), "<p>page</p>");
    writeFileSync(join(out, "<b>.html"), "<p>bold</p>");
    writeFileSync(join(out, "sub", "data.csv"), "a,b\n");
    writeFileSync(join(out, "a.ipynb"), "{}");
    writeFileSync(join(out, "x.exe"), "MZ");
    writeFileSync(join(out, "empty.txt"), "");
    writeFileSync(join(out, ".env"), "SECRET");
    symlinkSync(join(folder, "secret.txt"), join(out, "link.txt"));
    symlinkSync(folder, join(out, "up"));
    symlinkSync(join(out, ".env"), join(out, "visible.txt"));
    symlinkSync(join(out, "page.html"), join(out, "inside.html"));
    server = await serve(out);
    const { headers } = await ask(
      new URL(server.url("/page.html")).pathname + new URL(server.url()).search,
      {},
    );
    cookie = headers["set-cookie"]![0]!.split(";")[0]!;
  });
  after(async () => {
    await server.close();
    remove();
  });

  it("url(path) opens the door once: a strict cookie, and a page that goes on without the token", async () => {
    const url = new URL(server.url("/page.html"));
    assert.equal(url.hostname, "127.0.0.1");
    const { status, headers, body } = await ask(url.pathname + url.search, {});
    assert.equal(status, 200);
    assert.match(headers["set-cookie"]![0]!, /^huntbook-\d+=[\w-]{32}; HttpOnly; SameSite=Strict; Path=\/$/);
    assert.match(body, /http-equiv="refresh" content="0; url=\/page\.html"/);
    const token = url.searchParams.get("token")!;
    assert.ok(!body.includes(token) && !cookie.includes(token));
    assert.equal((await ask("/page.html")).body, "<p>page</p>");
  });

  it("serve(folder) tells nothing without the token or the cookie", async () => {
    const name = cookie.split("=")[0]!;
    for (const headers of [
      {},
      { cookie: `${name}=` },
      { cookie: `${name}=${"a".repeat(32)}` },
      { cookie: "x=1" },
    ]) {
      for (const path of ["/", "/page.html", "/nothing.html", "/?token=", "/?token=wrong"]) {
        const { status, body } = await ask(path, headers as Record<string, string>);
        assert.equal(status, 403, path);
        assert.doesNotMatch(body, /page\.html|<p>page/);
      }
    }
  });

  it("serve(folder) answers to its own name only, even with the cookie: no DNS rebinding", async () => {
    for (const host of [
      "evil.example",
      `evil.example:${server.port}`,
      "127.0.0.1",
      `127.0.0.1.evil:${server.port}`,
    ]) {
      assert.equal((await ask("/page.html", { cookie, host })).status, 403, host);
    }
    assert.equal((await ask("/page.html", { cookie, host: `localhost:${server.port}` })).status, 200);
  });

  it("serve(folder) takes GET and HEAD only", async () => {
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"]) {
      const { status, headers } = await ask("/page.html", { cookie }, method);
      assert.deepEqual([status, headers.allow], [405, "GET, HEAD"], method);
    }
    const { status, headers, body } = await ask("/page.html", { cookie }, "HEAD");
    assert.deepEqual([status, headers["content-length"], body], [200, "11", ""]);
  });

  it("serve(folder) shows no file outside the folder, by dots, encodings, links or other origins", async () => {
    const paths = [
      "/../secret.txt",
      "/%2e%2e/secret.txt",
      "/..%2fsecret.txt",
      "/sub/../../secret.txt",
      "/sub/..%2f..%2fsecret.txt",
      "/..\\secret.txt",
      "/..%5csecret.txt",
      "/%252e%252e/secret.txt",
      "/../out-secret/a.txt",
      "/link.txt",
      "/up/secret.txt",
      "/up/",
      "/up/out-secret/a.txt",
      "/.env",
      "/%2eenv",
      "/sub/../.env",
      "/visible.txt",
      "//etc/passwd",
      "///etc/passwd",
      "/page.html%00.txt",
      "/page.html/",
      "/C:/x",
      "/%",
      "http://evil.example/page.html/x",
    ];
    for (const path of paths) {
      const { status, body } = await ask(path);
      assert.ok(
        [400, 404].includes(status) || (path === "/page.html/" && status === 200),
        `${path} gave ${status}`,
      );
      assert.doesNotMatch(body, /SECRET|root:/, path);
    }
    assert.equal((await ask("/inside.html")).body, "<p>page</p>", "a link inside the folder works");
  });

  it("serve(folder) survives requests that are not HTTP", async () => {
    await new Promise<void>((done) => {
      const socket = connect(server.port, "127.0.0.1", () => socket.end("\u0000nonsense\r\n\r\n"));
      socket.on("close", () => done()).on("error", () => {});
      socket.resume();
    });
    assert.equal((await ask("/page.html")).status, 200);
  });

  it("serve(folder) says what each file is and lets no page load, send, or be framed", async () => {
    const { headers } = await ask("/page.html");
    assert.equal(headers["content-type"], "text/html; charset=utf-8");
    assert.match(String(headers["content-security-policy"]), /^default-src 'none'; .*frame-ancestors 'none'/);
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["referrer-policy"], "no-referrer");
    assert.equal(headers["cross-origin-resource-policy"], "same-origin");
    assert.equal(headers["access-control-allow-origin"], undefined);
    const csv = (await ask("/sub/data.csv")).headers;
    assert.equal(csv["content-type"], "text/csv; charset=utf-8");
    assert.match(String(csv["content-security-policy"]), /sandbox$/);
    const unknown = (await ask("/x.exe")).headers;
    assert.equal(unknown["content-type"], "application/octet-stream");
    assert.equal(unknown["content-disposition"], "attachment");
    assert.equal((await ask("/a.ipynb")).headers["content-disposition"], "attachment");
    assert.deepEqual([(await ask("/empty.txt")).status, (await ask("/empty.txt")).body], [200, ""]);
  });

  it("serve(folder) lists pages and files, names escaped, without links that lead out", async () => {
    const { status, body } = await ask("/");
    assert.equal(status, 200);
    const links = [...body.matchAll(/<a href="([^"]+)">([^<]+)<\/a>/g)].map((match) => match.slice(1));
    assert.deepEqual(links, [
      ["/%3Cb%3E.html", "&lt;b&gt;"],
      ["/inside.html", "inside"],
      ["/page.html", "page"],
      ["/a.ipynb", "a.ipynb"],
      ["/empty.txt", "empty.txt"],
      ["/sub/", "sub/"],
      ["/x.exe", "x.exe"],
    ]);
    assert.equal((await ask("/%3Cb%3E.html")).body, "<p>bold</p>");
    assert.match((await ask("/sub")).body, /href="\/sub\/data\.csv"/);
  });

  it("serve(folder) of no folder or of nonsense options is refused", async () => {
    await assert.rejects(serve(join(folder, "nothing")), { code: "ENOENT" });
    await assert.rejects(serve(folder, { port: -1 }), {
      name: "RangeError",
      message: "serve: port must be in [0, 65535], got -1",
    });
    await assert.rejects(serve(folder, { port: server.port }), { code: "EADDRINUSE" });
  });
});
