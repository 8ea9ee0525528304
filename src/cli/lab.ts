import { spawn } from "node:child_process";
import { stat } from "node:fs/promises";
import { Command } from "commander";
import { describe } from "../core/check";
import { visible } from "../core/html";
import { type LabServer, startLab } from "../lab/startLab";
import { wholeNumber } from "./output";

/** Options of `huntbook lab`; commander turns `--no-x` into `x: false`. */
export interface LabCommandOptions {
  readonly open: boolean;
  readonly port: number;
}

/** `huntbook lab`: the notebook page on a folder, without Jupyter and without Python. */
export function labCommand(): Command {
  return new Command("lab")
    .description("open the notebooks of a folder in the browser: edit, run, save; on this machine only")
    .argument("[dir]", "folder; nothing outside it can be read or written by the page", ".")
    .option("--port <port>", "port on 127.0.0.1; 0 for any free one", wholeNumber, 0)
    .option("--no-open", "do not open a browser")
    .action(lab);
}

async function lab(folder: string, { port, open }: LabCommandOptions): Promise<void> {
  const info = await stat(folder).catch(() => undefined);
  if (!info?.isDirectory()) throw new RangeError(`lab: dir must be a folder, got ${describe(folder)}`);
  const server = await startLab(folder, { port });
  await untilStopped(server, server.url("/lab"), open);
}

/** Prints the address, opens the browser where there is somebody to look, and serves until Ctrl-C. */
export async function untilStopped(server: LabServer, url: string, open: boolean): Promise<void> {
  const text = "The notebooks, on this machine only; Ctrl-C ends the page and its kernels:";
  process.stdout.write(`${text}\n\n  ${visible(url)}\n\n`);
  if (open && process.stdout.isTTY) openBrowser(url);
  await new Promise<void>((done) => {
    // Listened to until the end: a second Ctrl-C must not leave kernels behind.
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => done());
  });
  await server.close();
}

/** A machine without a browser is no fault: the address is printed. */
function openBrowser(url: string): void {
  const [command, ...args] =
    process.platform === "darwin"
      ? ["open", url]
      : process.platform === "win32"
        ? ["rundll32", "url.dll,FileProtocolHandler", url]
        : ["xdg-open", url];
  const child = spawn(command!, args, { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}
