import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { nodeVersionFault } from "../../core/nodeVersion";
import { startKernel } from "../../notebook/client/kernel";
import { kernelSpec } from "../../notebook/client/kernelSpec";
import {
  allDataFolders,
  frontEndCommands,
  type InstallPlace,
  specPath,
  userDataFolders,
} from "./kernelFolders";
import { readSpecFile, type SpecFile, specText } from "./specFile";

/** One thing that was looked at. */
export interface Finding {
  readonly isFine: boolean;
  /** What was found, and what to do when it is not fine. */
  readonly text: string;
}

const INSTALL = "run: huntbook kernel install";

/** Looks at everything that a notebook with our kernel needs: Node, front ends, `kernel.json`, and a real start. */
export async function diagnoseKernel(place: InstallPlace = {}): Promise<Finding[]> {
  const specs = await Promise.all(
    allDataFolders(place).map((folder) => specFinding(specPath(folder), place)),
  );
  const found = specs.flat();
  const none = { isFine: false, text: `no front end knows the kernel; ${INSTALL}` };
  return [
    { isFine: true, text: `Node ${process.versions.node}: ${process.execPath}` },
    frontEnds(place),
    ...(found.length === 0 ? [none] : found),
    await starts(),
  ];
}

function frontEnds(place: InstallPlace): Finding {
  const commands = frontEndCommands(place);
  const text =
    commands.length > 0
      ? `front ends on the path: ${commands.join(", ")}`
      : "neither Jupyter nor VS Code is on the path; the kernel runs without them (huntbook run)";
  return { isFine: true, text };
}

async function specFinding(path: string, place: InstallPlace): Promise<Finding[]> {
  const spec = await readSpecFile(path);
  if (spec === undefined) {
    const isWanted = userDataFolders(place).some((folder) => specPath(folder) === path && existsSync(folder));
    return isWanted
      ? [{ isFine: false, text: `no kernel.json where a front end looks, ${path}; ${INSTALL}` }]
      : [];
  }
  return [{ ...judged(spec), text: `${path}: ${judged(spec).text}` }];
}

function judged({ isOurs, text, argv }: SpecFile): Finding {
  if (!isOurs)
    return { isFine: false, text: "a kernel of this name that is not ours; remove it to install ours" };
  const gone = argv.filter((part) => /[\\/]/.test(part) && !existsSync(part));
  if (gone.length > 0) {
    // Switching Node versions and moving the project both do this.
    return { isFine: false, text: `points at what is gone: ${gone.join(", ")}; ${INSTALL}` };
  }
  const fault = nodeFault(argv[0]);
  if (fault !== undefined) return { isFine: false, text: `starts ${argv[0]}: ${fault}; ${INSTALL}` };
  if (text !== specText()) {
    return { isFine: false, text: `works, but for another Node or another copy of huntbook; ${INSTALL}` };
  }
  return { isFine: true, text: "up to date" };
}

/** What is wrong with the Node of a spec; asked only when it is not this one. */
function nodeFault(path = ""): string | undefined {
  if (path === process.execPath) return undefined;
  const { stdout } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 5000 });
  const version = /^v(\d+\.\d+\.\d+)/.exec(stdout ?? "")?.[1];
  return version === undefined ? "this is no Node" : nodeVersionFault(version);
}

async function starts(): Promise<Finding> {
  const started = Date.now();
  try {
    const kernel = await startKernel(kernelSpec("huntbook"), { startSeconds: 30 });
    const { content } = await kernel.execute("1 + 1", { timeoutSeconds: 30 });
    await kernel.shutdown();
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    return { isFine: content.status === "ok", text: `the kernel starts and runs a cell: ${seconds} s` };
  } catch (error) {
    return { isFine: false, text: `the kernel does not start: ${(error as Error).message}` };
  }
}
