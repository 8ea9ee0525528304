import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "mocha";
import { MANIFEST, type Manifest, sumsOf } from "../../src/lab/page/build/manifest";
import { ROOT } from "../house/sources";

const PAGE = join(ROOT, "src/lab/page");
const BUNDLE = join(ROOT, "src/lab/bundle");
const REBUILD = "run `npm run page` and commit src/lab/bundle";
// What a clone pays for the page; JupyterLab's full set with diagrams and all languages is 11.6 MB.
const MOST_BYTES = 3.5e6;

const manifest = JSON.parse(readFileSync(join(BUNDLE, MANIFEST), "utf8")) as Manifest;
const read = (name: string) => readFileSync(join(BUNDLE, name), "utf8");

describe("the notebook page's bundle", () => {
  it("src/lab/bundle was built from the sources in src/lab/page", () => {
    assert.deepEqual(sumsOf(PAGE), manifest.sources, REBUILD);
  });

  it("src/lab/bundle holds the files that were built, and no others", () => {
    assert.deepEqual(sumsOf(BUNDLE), manifest.outputs, REBUILD);
  });

  it(`src/lab/bundle is at most ${MOST_BYTES / 1e6} MB`, () => {
    const bytes = readdirSync(BUNDLE).reduce((sum, name) => sum + statSync(join(BUNDLE, name)).size, 0);
    assert.ok(bytes <= MOST_BYTES, `${bytes} bytes`);
  });

  it("src/lab/bundle asks no other site for anything, and its page has no inline script", () => {
    assert.doesNotMatch(read("main.css"), /url\((?!\s*["']?(data:|#|%23))/);
    assert.doesNotMatch(read("main.css"), /@import/);
    assert.doesNotMatch(read("index.html"), /<script(?![^>]*\bsrc=)|https?:|\son\w+=/);
  });

  it("src/lab/bundle names the licence of every package in it", () => {
    const notices = read("NOTICES.txt");
    for (const name of [
      "@jupyterlab/notebook",
      "@codemirror/view",
      "react-dom",
      "yjs",
      "marked",
      "@lumino/widgets",
    ]) {
      assert.match(notices, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(.+\\)$`, "m"));
    }
    assert.match(notices, /Copyright \(c\) [\d-]+ Project Jupyter Contributors/);
  });

  it("src/lab/page/package.json names every version exactly, and one release of JupyterLab", () => {
    const { dependencies, devDependencies, overrides } = JSON.parse(
      readFileSync(join(PAGE, "package.json"), "utf8"),
    );
    const all = Object.entries<string>({ ...dependencies, ...devDependencies, ...overrides });
    assert.deepEqual(
      all.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version)),
      [],
    );
    const { packages } = JSON.parse(readFileSync(join(PAGE, "package-lock.json"), "utf8"));
    const jupyter = Object.keys(packages).filter((path) => path.includes("@jupyterlab/"));
    assert.ok(jupyter.length > 20);
    // A second copy would be a second registry: what one part registers, the other does not know.
    assert.deepEqual(
      jupyter.filter((path) => path.split("node_modules/").length > 2),
      [],
    );
  });

  it("buildPage(out) gives the committed bundle, byte for byte", async function () {
    if (!existsSync(join(PAGE, "node_modules/@jupyterlab"))) {
      console.log("      (skipped: the page's tool chain is not installed; npm run page does it)");
      return this.skip();
    }
    const { buildPage } =
      require("../../src/lab/page/build/build") as typeof import("../../src/lab/page/build/build");
    const out = mkdtempSync(join(tmpdir(), "huntbook-page-"));
    try {
      await buildPage(out);
      assert.deepEqual(sumsOf(out), manifest.outputs);
      assert.deepEqual(JSON.parse(readFileSync(join(out, MANIFEST), "utf8")), manifest);
    } finally {
      rmSync(out, { recursive: true });
    }
  });
});
