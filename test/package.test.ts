import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, describe, it } from "mocha";
import manifest from "../package.json";
import { ROOT } from "./house/sources";

const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const NOTEBOOKS = existsSync(join(ROOT, "notebooks")) ? join(ROOT, "notebooks") : ROOT;
// What only some readers need is loaded when they ask for it. DuckDB comes with the library: every hunt opens it.
const HEAVY = [
  "@tensorflow",
  "danfojs-node",
  "plotly.js-dist-min",
  "zeromq",
  "tslab",
  "typescript",
  "commander",
];

interface LockedPackage {
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

describe("package.json", () => {
  it("package.json names every version exactly", () => {
    const { dependencies, devDependencies, overrides } = manifest;
    const loose = Object.entries({ ...dependencies, ...devDependencies, ...overrides }).filter(
      ([name, version]) =>
        name !== "huntbook" && !/^(npm:@?[\w./-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    assert.deepEqual(loose, []);
    assert.equal(devDependencies.huntbook, "file:.");
  });

  it("package.json locks what it names", () => {
    const lock = JSON.parse(read("package-lock.json")).packages[""];
    assert.deepEqual(lock.dependencies, manifest.dependencies);
    assert.deepEqual(lock.devDependencies, manifest.devDependencies);
  });

  it("package-lock.json has the binaries of every system, not only of the one that wrote it", () => {
    const { packages } = JSON.parse(read("package-lock.json")) as { packages: Record<string, LockedPackage> };
    const missing = Object.values(packages)
      .filter((locked) => !locked.link)
      .flatMap((locked) => Object.keys(locked.optionalDependencies ?? {}))
      .filter((name) => packages[`node_modules/${name}`] === undefined);
    assert.deepEqual(missing, []);
  });

  it("package.json asks for the Node that can require ES modules, under the licence in LICENSE", () => {
    assert.equal(manifest.engines.node, ">=20.19");
    assert.equal(manifest.license, "Apache-2.0");
    assert.match(read("LICENSE"), /Apache License\s+Version 2\.0/);
  });

  it("package.json runs no script of its own at install but the build", () => {
    const hooks = Object.keys(manifest.scripts).filter((name) => /install|^prepare$|prepublish/.test(name));
    assert.deepEqual(hooks, ["prepare"]);
    assert.equal(manifest.scripts.prepare, "npm run build");
    assert.equal(manifest.scripts.pretest, "npm run build");
  });
});

describe("the test command", () => {
  it(".ci/run runs what the README says, and nothing else", () => {
    const commands = read(".ci/run")
      .split("\n")
      .filter((line) => line !== "" && !/^(#|set |cd )/.test(line));
    assert.deepEqual(commands, ["npm ci", "npm test"]);
    assert.match(read("README.md"), /^npm ci && npm test$/m);
    assert.match(read("README.md"), /^npm ci && npm start$/m);
  });
});

describe("the built package", () => {
  before(function () {
    if (existsSync(join(ROOT, manifest.main))) return;
    console.log("    (skipped: not built; npm test builds first, or npm run build)");
    this.skip();
  });

  it("package.json points at files that exist, the command with its first line for a shell", () => {
    for (const path of [manifest.main, manifest.types, manifest.bin.huntbook]) {
      assert.ok(existsSync(join(ROOT, path)), path);
    }
    assert.match(read(manifest.bin.huntbook), /^#!\/usr\/bin\/env node\n/);
  });

  it('require("huntbook") from a notebook gives every name of src/index.ts', () => {
    const { names } = requireFromNotebook();
    assert.deepEqual(names, Object.keys(require(join(ROOT, "src/index.ts"))).sort());
    assert.ok(names.length > 0);
  });

  it('require("huntbook") loads nothing heavy', () => {
    const { loaded } = requireFromNotebook();
    const heavy = HEAVY.filter((name) => loaded.some((path) => path.includes(`/node_modules/${name}/`)));
    assert.deepEqual(heavy, []);
  });

  it("dist/index.d.ts leads to no types of heavy packages: cells are checked against all that it leads to", () => {
    const seen = new Set<string>();
    const packages = new Set<string>();
    const visit = (path: string) => {
      if (seen.has(path)) return;
      seen.add(path);
      for (const [, target] of read(path).matchAll(/(?:from|import\() ?"([^"]+)"/g)) {
        if (target!.startsWith(".")) visit(join(dirname(path), `${target}.d.ts`));
        else packages.add(target!);
      }
    };
    visit(manifest.types);
    assert.ok(seen.size > 20);
    assert.deepEqual(
      [...packages].filter((name) => HEAVY.some((heavy) => name.startsWith(heavy))),
      [],
    );
  });

  it("dist/index.d.ts can be read by the compiler of stock tslab, TypeScript 5.0", () => {
    assert.deepEqual(tslabDiagnostics(), []);
  });
});

/** Names and loaded files of the package as a notebook requires it, in a process of its own. */
function requireFromNotebook(): { names: string[]; loaded: string[] } {
  const script = `const hb = require(require.resolve("huntbook", { paths: [process.cwd()] }));
    const loaded = Object.keys(require.cache).map((path) => path.split("\\\\").join("/"));
    console.log(JSON.stringify({ names: Object.keys(hb).sort(), loaded }));`;
  const output = execFileSync(process.execPath, ["-e", script], { cwd: NOTEBOOKS, encoding: "utf8" });
  return JSON.parse(output);
}

/** What tslab's own compiler, with tslab's settings, has to say about a cell that imports the package. */
function tslabDiagnostics(): string[] {
  const old = require("@tslab/typescript-for-tslab") as typeof import("typescript");
  assert.match(old.version, /^5\.0\./);
  const cell = join(NOTEBOOKS, "cell.ts");
  const options = {
    target: old.ScriptTarget.ES2020,
    lib: ["lib.es2022.d.ts"],
    module: old.ModuleKind.CommonJS,
    moduleResolution: 2, // node10, by the number: 5.0 and 5.9 name it differently
    esModuleInterop: true,
    strict: false,
    noEmit: true,
    types: ["node"],
    typeRoots: [join(ROOT, "node_modules/@types")],
  };
  const host = old.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  const code = 'import * as hb from "huntbook";\nexport const names: string[] = Object.keys(hb);\n';
  host.fileExists = (path) => path === cell || fileExists(path);
  host.getSourceFile = (path, ...rest) =>
    path === cell ? old.createSourceFile(path, code, old.ScriptTarget.ES2020) : getSourceFile(path, ...rest);
  const program = old.createProgram([cell], options, host);
  return old
    .getPreEmitDiagnostics(program)
    .filter(
      (one) => one.file === undefined || one.file.fileName === cell || /\/dist\//.test(one.file.fileName),
    )
    .filter((one) => one.file === undefined || !/node_modules/.test(one.file.fileName.slice(ROOT.length)))
    .map(
      (one) =>
        `${one.file?.fileName.slice(ROOT.length)}: ${old.flattenDiagnosticMessageText(one.messageText, " ")}`,
    );
}
