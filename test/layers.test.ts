import assert from "node:assert/strict";
import { builtinModules } from "node:module";
import { dirname, posix } from "node:path";
import { describe, it } from "mocha";
import ts from "typescript";
import manifest from "../package.json";
import pageManifest from "../src/lab/page/package.json";
import { fileOf, importsOf, packageOf } from "./house/imports";
import { type Source, sourcesOf } from "./house/sources";

/** A file may import its own room and rooms with a smaller number. */
const FLOORS: Readonly<Record<string, number>> = {
  core: 0,
  stats: 1,
  engine: 1,
  evidence: 2,
  fleet: 2,
  detect: 2,
  nets: 3,
  match: 3,
  baseline: 3,
  encode: 3,
  score: 3,
  plot: 4,
  notebook: 4,
  hunt: 5,
  index: 6,
  lab: 6,
  kernel: 6,
  cli: 7,
};

/** Where each package may be imported; a package that is not here may be imported nowhere. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  "@duckdb/node-api": ["engine"],
  "@duckdb/node-bindings": ["engine"],
  "danfojs-node": ["engine"],
  "simple-statistics": ["stats"],
  saxes: ["evidence", "match"],
  yauzl: ["evidence"],
  yaml: ["match"],
  re2js: ["match"],
  tldts: ["match"],
  ws: ["lab"],
  "@tensorflow/tfjs": ["nets"],
  "@tensorflow/tfjs-backend-wasm": ["nets"],
  // Read as text: it must never be imported.
  "plotly.js-dist-min": ["plot", "notebook", "lab"],
  zeromq: ["notebook", "kernel"],
  typescript: ["kernel"],
  // Types that cells are checked with.
  "@types/node": ["kernel"],
  marked: ["notebook"],
  tslab: ["notebook"],
  commander: ["cli"],
};

// The notebook page runs in browsers and has a package.json of its own: it is a house beside the house.
const PAGE = "src/lab/page/";
const [pageSources, sources] = [true, false].map((inPage) =>
  sourcesOf("src").filter(({ path }) => path.startsWith(PAGE) === inPage),
) as [Source[], Source[]];
const files = new Set([...sources, ...pageSources].map((source) => source.path));
const roomOf = (path: string) => path.split("/")[1]!.replace(/\.ts$/, "");

describe("the house", () => {
  it("src has a floor for every room", () => {
    const unknown = sources.map((source) => roomOf(source.path)).filter((room) => FLOORS[room] === undefined);
    assert.deepEqual([...new Set(unknown)], []);
    assert.ok(sources.length > 20);
  });

  it("src imports only its own room and lower floors", () => {
    const faults: string[] = [];
    for (const source of sources) {
      const room = roomOf(source.path);
      for (const { place, target } of importsOf(source)) {
        if (target?.endsWith("/package.json")) continue;
        const file = target === undefined ? undefined : fileOf(source, target, files);
        if (target?.startsWith(".") && file === undefined) faults.push(`${place}: no file for ${target}`);
        if (file === undefined || roomOf(file) === room) continue;
        if (FLOORS[roomOf(file)]! >= FLOORS[room]!) faults.push(`${place}: ${room} imports ${roomOf(file)}`);
      }
    }
    assert.deepEqual(faults, []);
  });

  it("src imports each package in its room only, by a name that can be read", () => {
    const faults: string[] = [];
    for (const source of sources) {
      for (const { place, target } of importsOf(source)) {
        if (target === undefined) faults.push(`${place}: the name of the module is computed`);
        const name = target === undefined ? undefined : packageOf(target);
        if (name === undefined) continue;
        if (builtinModules.includes(name)) faults.push(`${place}: write node:${name}`);
        else if (HOMES[name] === undefined)
          faults.push(`${place}: ${name} has no room in test/layers.test.ts`);
        else if (!HOMES[name].includes(roomOf(source.path)))
          faults.push(`${place}: ${name} outside its room`);
      }
    }
    assert.deepEqual(faults, []);
  });

  it("src uses every dependency of package.json, and no other package", () => {
    const used = new Set<string>();
    for (const source of sources) {
      for (const { target } of importsOf(source)) {
        const name = target === undefined ? undefined : packageOf(target);
        if (name !== undefined) used.add(name);
      }
    }
    assert.deepEqual([...used].sort(), Object.keys(manifest.dependencies).sort());
  });

  it("src/lab/page imports its own files and the packages of its own package.json, and src imports nothing of it", () => {
    const { dependencies, devDependencies } = pageManifest;
    const faults: string[] = [];
    for (const source of pageSources) {
      for (const { place, target = "" } of importsOf(source)) {
        const name = packageOf(target);
        if (name !== undefined && !(name in { ...dependencies, ...devDependencies }))
          faults.push(`${place}: ${name}`);
        if (target.startsWith(".") && !posix.join(dirname(source.path), target).startsWith(PAGE))
          faults.push(place);
      }
    }
    for (const source of sources) {
      for (const { place, target } of importsOf(source)) {
        if (target !== undefined && fileOf(source, target, files)?.startsWith(PAGE)) faults.push(place);
      }
    }
    assert.deepEqual(faults, []);
    assert.ok(pageSources.length > 20);
  });

  it("src has no circle of imports", () => {
    assert.deepEqual(circles(sources), []);
    assert.deepEqual(circles(pageSources), []);
  });

  it("src/index.ts holds re-exports and nothing else", () => {
    const index = sources.find((source) => source.path === "src/index.ts")!;
    const own = index.tree.statements.filter(
      (statement) => !(ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined),
    );
    assert.deepEqual(
      own.map((statement) => statement.getText().slice(0, 60)),
      [],
    );
    assert.ok(index.tree.statements.length > 0);
  });
});

/** Every circle found by walking the imports of values depth first, as `a.ts > b.ts > a.ts`. */
function circles(all: readonly Source[]): string[] {
  const next = new Map<string, string[]>();
  for (const source of all) {
    const targets = importsOf(source)
      .filter((one) => !one.typeOnly && one.target !== undefined)
      .map((one) => fileOf(source, one.target!, files));
    next.set(source.path, [...new Set(targets.filter((file) => file !== undefined))]);
  }
  const found: string[] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (path: string) => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(" > "));
    if (done.has(path)) return;
    done.add(path);
    trail.push(path);
    for (const file of next.get(path)!) visit(file);
    trail.pop();
  };
  for (const source of all) visit(source.path);
  return found;
}
