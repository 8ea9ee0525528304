import { join, relative, resolve } from "node:path";
import { Command } from "commander";
import { ensureFleet } from "../fleet/ensureFleet";
import { type Registration, registerKernel } from "../kernel/install/installKernel";
import { startLab } from "../lab/startLab";
import { copyNotebooks } from "../lab/trust/copyNotebooks";
import { userDataFolder } from "../lab/trust/userDataFolder";
import { untilStopped } from "./lab";
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
    .description("set up, run the first hunt on the sample data and open the notebooks in the browser")
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
  await ensureFleet(data);
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

/** The notebook page, on copies that the person may change: the shipped notebooks stay as they are. */
async function show({ port, open }: UpCommandOptions): Promise<void> {
  const [out, work] = [join(ROOT, "out"), join(ROOT, "work")];
  const dataFolder = userDataFolder();
  await copyNotebooks({ from: join(ROOT, "notebooks"), executed: out, to: work, dataFolder });
  const server = await startLab(work, { port, pages: out, dataFolder });
  const page = server.url(`/pages/${FIRST_HUNT}.html`);
  say(`The finished page, to read:\n\n  ${page}\n`);
  await untilStopped(server, server.url(`/lab/tree/${FIRST_HUNT}.ipynb`), open);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A path as short as it can be seen from here. */
function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") ? path : short;
}
