import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { Command } from "commander";
import { ensureFleet } from "../fleet/ensureFleet";
import { type Registration, registerKernel } from "../kernel/install/installKernel";
import { serve } from "../lab/serve";
import { wholeNumber } from "./output";
import { failureText, runWithProgress, summaryLine } from "./run";

/** Options of `huntbook up`; commander turns `--no-x` into `x: false`. */
export interface UpCommandOptions {
  readonly kernel: boolean;
  readonly open: boolean;
  readonly runOnly?: boolean;
  readonly port: number;
}

const FIRST_HUNT = "01-first-hunt";
// Sources and built files lie equally deep.
const ROOT = resolve(__dirname, "../..");

/** `huntbook up`, which is `npm start`: from a fresh clone to the first hunt in a browser. */
export function upCommand(): Command {
  return new Command("up")
    .description("set up, run the first hunt on the sample data and show it in the browser")
    .option("--no-open", "do not open a browser")
    .option("--no-kernel", "do not register the kernel with Jupyter and VS Code")
    .option("--run-only", "end when the notebook has run; for machines without a screen")
    .option("--port <port>", "port on 127.0.0.1; 0 for any free one", wholeNumber, 0)
    .action(up);
}

async function up(options: UpCommandOptions): Promise<void> {
  say(`Node ${process.versions.node} is fine.`);
  const data = join(ROOT, "data", "fleet");
  say(`Making sure that the sample data is there: ${shown(data)}`);
  await ensureFleet(data, { artefacts: ["tasks"] });
  if (options.kernel) for (const line of await registrationLines()) say(line);
  if (!(await runFirstHunt())) {
    process.exitCode = 1;
    return;
  }
  if (!options.runOnly) await show(options);
}

/** Never a reason to stop: the hunt needs no Jupyter. */
async function registrationLines(): Promise<string[]> {
  try {
    const done = await registerKernel();
    if (done.length === 0)
      return ["No Jupyter or VS Code found, so no kernel is registered; nothing here needs one."];
    return done.map(registrationLine);
  } catch (error) {
    return [`The kernel could not be registered: ${(error as Error).message}`];
  }
}

function registrationLine({ path, action }: Registration): string {
  switch (action) {
    case "written":
      return `Registered the kernel "TypeScript (huntbook)" for Jupyter and VS Code: ${path}`;
    case "up to date":
      return `The kernel "TypeScript (huntbook)" is registered: ${path}`;
    case "foreign":
      return `Left alone, since it is not ours: ${path}`;
  }
}

async function runFirstHunt(): Promise<boolean> {
  const notebook = join(ROOT, "notebooks", `${FIRST_HUNT}.ipynb`);
  say(`Running ${shown(notebook)} from top to bottom; this takes about a minute.`);
  const options = { out: join(ROOT, "out"), kernel: "huntbook", html: true, timeout: 600 };
  const run = await runWithProgress(notebook, options);
  const htmlPath = run.htmlPath === undefined ? undefined : shown(run.htmlPath);
  say(summaryLine({ ...run, path: shown(run.path), htmlPath }));
  if (run.failure !== undefined) process.stderr.write(`${failureText(shown(notebook), run.failure)}\n`);
  return run.failure === undefined;
}

async function show({ port, open }: UpCommandOptions): Promise<void> {
  const out = join(ROOT, "out");
  await mkdir(out, { recursive: true });
  const server = await serve(out, { port });
  const url = server.url(`/${FIRST_HUNT}.html`);
  say(`Read it here, on this machine only; Ctrl-C ends it:\n\n  ${url}\n`);
  if (open && process.stdout.isTTY) openBrowser(url);
  await new Promise<void>((done) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => done());
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

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A path as short as it can be seen from here. */
function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") ? path : short;
}
