import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { installKernel } from "../../src/kernel/install/installKernel";
import { ROOT } from "../house/sources";
import { notebookOf } from "../notebook/testFolder";

/** A folder of notebooks, and Jupyter's own folders with our kernel in them and nothing of this user's. */
export interface Workplace {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  remove(): void;
}

/** A Jupyter server that runs. */
export interface Server {
  /** The address of a page of it, with its token. */
  page(path: string): string;
  stop(): Promise<void>;
}

/**
 * The paths of a command of Jupyter: on the path, and in the folders that `HUNTBOOK_JUPYTER` names (those of virtual
 * environments, say). None is said aloud.
 */
export function jupyterCommands(name: string): string[] {
  const folders = [process.env.HUNTBOOK_JUPYTER ?? "", process.env.PATH ?? ""]
    .join(delimiter)
    .split(delimiter);
  const ending = process.platform === "win32" ? ".exe" : "";
  const paths = folders
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name + ending))
    .filter(existsSync)
    // The same one again through another name of its folder.
    .map((path) => join(realpathSync(dirname(path)), name + ending));
  if (paths.length === 0) console.log(`    (skipped: no ${name} on the path or in HUNTBOOK_JUPYTER)`);
  return [...new Set(paths)];
}

/** Makes a workplace with the notebook `try.ipynb` of these cells. */
export async function workplace(...sources: string[]): Promise<Workplace> {
  const folder = mkdtempSync(join(tmpdir(), "huntbook-jupyter-"));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
  await installKernel({ prefix: join(folder, ".prefix") });
  const metadata = {
    kernelspec: { name: "huntbook", display_name: "TypeScript (huntbook)", language: "typescript" },
  };
  writeFileSync(join(folder, "try.ipynb"), JSON.stringify({ ...notebookOf(...sources), metadata }));
  const env = {
    ...process.env,
    JUPYTER_PATH: join(folder, ".prefix", "share", "jupyter"),
    JUPYTER_DATA_DIR: join(folder, ".data"),
    JUPYTER_CONFIG_DIR: join(folder, ".config"),
    JUPYTER_RUNTIME_DIR: join(folder, ".runtime"),
    HOME: folder,
  };
  return { folder, env, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Starts a Jupyter server on a free port and waits until it answers; `app` is the trait's owner in its settings. */
export async function startServer(
  command: string,
  app: "ServerApp" | "NotebookApp",
  { folder, env }: Workplace,
): Promise<Server> {
  const token = randomUUID();
  const port = 20_000 + (process.pid % 20_000);
  const child = spawn(
    command,
    [
      "--no-browser",
      "--allow-root",
      `--port=${port}`,
      `--${app}.token=${token}`,
      app === "ServerApp" ? `--ServerApp.root_dir=${folder}` : `--notebook-dir=${folder}`,
      ...(app === "ServerApp" ? ["--LabApp.news_url=None"] : []),
    ],
    { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"] },
  );
  let log = "";
  child.stderr!.on("data", (part) => {
    log = `${log}${part}`.slice(-4000);
  });
  const page = (path: string) => `http://127.0.0.1:${port}/${path}?token=${token}`;
  while (!(await answers(page("api/status")))) {
    if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}:\n${log}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return { page, stop: () => stop(child) };
}

async function answers(address: string): Promise<boolean> {
  const response = await fetch(address).catch(() => undefined);
  return response?.ok ?? false;
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
  await ended;
  clearTimeout(timer);
}
