import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Run } from "./clock";

/** Runs one case of a peer on some numbers, which it gets as a file. */
export type RunPeer = (peer: string, way: string, spec: object, data: Float32Array) => Run;

/** Runs a peer's script and gives the last line that it printed, parsed. */
export type RunScript = (...args: readonly string[]) => unknown;

/**
 * Runs a script of `test/bench`, which only the project's checkout has, in the Python that HUNTBOOK_PYTHON names, or in
 * a throw-away one with what a file of requirements asks for.
 */
export function withPython(
  scriptName: string,
  requirements: string,
  use: (run: RunScript, folder: string) => void,
): void {
  const bench = join(__dirname, "..", "..", "..", "test", "bench");
  const script = join(bench, scriptName);
  if (!existsSync(script)) {
    throw new Error("bench: peers need the project's checkout; test/bench is not in the package");
  }
  const folder = mkdtempSync(join(tmpdir(), "huntbook-peers-"));
  try {
    const python = process.env.HUNTBOOK_PYTHON ?? installPeers(folder, join(bench, requirements));
    const run: RunScript = (...args) => {
      const output = execFileSync(python, [script, ...args], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
      return JSON.parse(output.trim().split("\n").pop()!);
    };
    use(run, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Measures Python peers on numbers, see {@link withPython}. */
export function withPythonPeers(
  scriptName: string,
  requirements: string,
  measure: (run: RunPeer) => void,
): void {
  withPython(scriptName, requirements, (run, folder) => {
    measure((peer, way, spec, data) => {
      const [specPath, dataPath] = [join(folder, "spec.json"), join(folder, "data.bin")];
      writeFileSync(specPath, JSON.stringify(spec));
      writeFileSync(dataPath, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      return run(peer, way, specPath, dataPath) as Run;
    });
  });
}

function installPeers(folder: string, requirements: string): string {
  const place = join(folder, "venv");
  process.stderr.write("  installing the peers; this takes some minutes\n");
  execFileSync("python3", ["-m", "venv", place], { stdio: "ignore" });
  const python = join(place, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  execFileSync(python, ["-m", "pip", "install", "--quiet", "-r", requirements], { stdio: "ignore" });
  return python;
}
