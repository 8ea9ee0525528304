import { type ChildProcess, spawn } from "node:child_process";
import type { KernelSpec } from "./kernelSpec";

/** A kernel's operating system process. */
export interface KernelProcess {
  readonly pid: number;
  /** Resolves when the process has ended, with how: "exit code 3", "signal SIGKILL". Never rejects. */
  readonly ended: Promise<string>;
  /** The last of what it printed on its own stdout and stderr, at most 8,000 characters. */
  log(): string;
  /** SIGINT: stops the running cell. */
  interrupt(): void;
  /** SIGKILL to the kernel and to what it started. */
  kill(): void;
}

const LOG_LENGTH = 8000;
const DEADLY_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Starts a kernel's process. It does not outlive ours: it is killed when we exit and on SIGINT, SIGTERM and SIGHUP
 * (only a SIGKILL to us leaves it behind).
 */
export function startKernelProcess(spec: KernelSpec, connectionFile: string, folder: string): KernelProcess {
  const [command, ...args] = spec.argv.map((arg) => arg.replaceAll("{connection_file}", connectionFile));
  // A process group of its own: Ctrl-C reaches us alone, and killing the group also ends what cells started.
  const ownGroup = process.platform !== "win32";
  const child = spawn(command!, args, {
    cwd: folder,
    detached: ownGroup,
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
  });
  const kill = () => killTree(child, ownGroup);
  const release = killWithUs(kill);
  const log = tailOf(child);
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(`could not start: ${error.message}`));
    child.once("exit", (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });
  ended.then(release);
  return { pid: child.pid ?? -1, ended, log, interrupt: () => child.kill("SIGINT"), kill };
}

function killTree(child: ChildProcess, ownGroup: boolean): void {
  if (child.pid === undefined) return;
  try {
    if (ownGroup) process.kill(-child.pid, "SIGKILL");
    else child.kill("SIGKILL");
  } catch {
    // Already gone.
  }
}

/** Calls `kill` when this process ends in any way that it can notice; returns how to stop doing so. */
function killWithUs(kill: () => void): () => void {
  const onSignal = (signal: NodeJS.Signals) => {
    kill();
    release();
    // Without another listener the signal must do what it always does: end us.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const release = () => {
    process.off("exit", kill);
    for (const signal of DEADLY_SIGNALS) process.off(signal, onSignal);
  };
  process.on("exit", kill);
  for (const signal of DEADLY_SIGNALS) process.on(signal, onSignal);
  return release;
}

function tailOf(child: ChildProcess): () => string {
  let tail = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      tail = (tail + text).slice(-LOG_LENGTH);
    });
  }
  return () => tail.trim();
}
