import { spawn } from "node:child_process";
import { Command } from "commander";
import { visible } from "../core/html";
import { diagnoseKernel } from "../kernel/install/diagnoseKernel";
import { type InstallOptions, installKernel } from "../kernel/install/installKernel";
import { uninstallKernel } from "../kernel/install/uninstallKernel";
import { kernelSpec } from "../notebook/client/kernelSpec";

type PlaceOptions = Pick<InstallOptions, "prefix" | "sysPrefix">;

/** `huntbook kernel`: makes the kernel known to Jupyter and VS Code, looks after it, and starts it. */
export function kernelCommand(): Command {
  const command = new Command("kernel").description(
    "the TypeScript kernel for Jupyter and VS Code; needs no Python",
  );
  withPlace(command.command("install"))
    .description("write kernel.json where Jupyter and VS Code look")
    .action(install);
  withPlace(command.command("uninstall")).description("remove it again").action(uninstall);
  command.command("doctor").description("say what is found, what is wrong and what helps").action(doctor);
  command
    .command("serve")
    .description("run the kernel for a front end; front ends do this themselves")
    .requiredOption("--connection-file <file>", "Jupyter's connection file")
    .action(serve);
  return command;
}

function withPlace(command: Command): Command {
  return command
    .option("--prefix <dir>", "below <dir>/share/jupyter instead of the user's folders")
    .option("--sys-prefix", "in the active Python environment");
}

async function install(options: PlaceOptions): Promise<void> {
  for (const { path, action } of await installKernel(options)) {
    if (action === "foreign") process.exitCode = 1;
    const text = action === "foreign" ? "left alone, since it is not ours" : action;
    process.stdout.write(`${text}: ${visible(path)}\n`);
  }
}

async function uninstall(options: PlaceOptions): Promise<void> {
  for (const { path, action } of await uninstallKernel(options)) {
    const text = action === "foreign" ? "left alone, since it is not ours" : action;
    process.stdout.write(`${text}: ${visible(path)}\n`);
  }
}

async function doctor(): Promise<void> {
  const findings = await diagnoseKernel();
  for (const { isFine, text } of findings)
    process.stdout.write(`${isFine ? "ok   " : "FAULT"} ${visible(text)}\n`);
  if (findings.some(({ isFine }) => !isFine)) process.exitCode = 1;
}

/** In a process of its own: the kernel needs flags of Node that this process was not started with. */
async function serve({ connectionFile }: { connectionFile: string }): Promise<void> {
  const [command, ...args] = kernelSpec("huntbook").argv.map((arg) =>
    arg.replaceAll("{connection_file}", connectionFile),
  );
  const child = spawn(command!, args, { stdio: "inherit" });
  for (const signal of ["SIGTERM", "SIGHUP", "SIGINT"] as const) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise<number>((done) => child.once("exit", (code) => done(code ?? 1)));
}
