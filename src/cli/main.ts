#!/usr/bin/env node
import "./refuseOldNode";

import { Command, CommanderError } from "commander";
import { visible } from "../core/html";
import { attackCommand } from "./attack";
import { baselineCommand } from "./baseline";
import { benchCommand } from "./bench";
import { dataCommand } from "./data";
import { detectCommand } from "./detect";
import { NothingReadable } from "./evidence";
import { iocCommand } from "./ioc";
import { kernelCommand } from "./kernel";
import { labCommand } from "./lab";
import { lfoCommand } from "./lfo";
import { pivotCommand } from "./pivot";
import { readCommand } from "./read";
import { runCommand } from "./run";
import { scoreCommand } from "./score";
import { sigmaCommand } from "./sigma";
import { sqlCommand } from "./sql";
import { triageCommand } from "./triage";
import { upCommand } from "./up";

const COMMANDS = [
  upCommand,
  runCommand,
  labCommand,
  kernelCommand,
  detectCommand,
  readCommand,
  sqlCommand,
  lfoCommand,
  baselineCommand,
  iocCommand,
  scoreCommand,
  pivotCommand,
  triageCommand,
  sigmaCommand,
  attackCommand,
  dataCommand,
  benchCommand,
];

async function main(): Promise<void> {
  const program = new Command("huntbook")
    .description(
      "Threat hunting in TypeScript notebooks: from event logs to a short, ranked, explained list of what is odd.",
    )
    .version(version())
    .showHelpAfterError("(add --help for the options)")
    .exitOverride();
  for (const command of COMMANDS) program.addCommand(command().copyInheritedSettings(program));
  try {
    await program.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError))
      process.stderr.write(`huntbook: ${visible((error as Error).message)}\n`);
    process.exitCode = exitCode(error);
  }
}

const WRONG_USE = [NothingReadable, TypeError, RangeError, SyntaxError];

/** 2 for wrong use and for nothing readable, 1 for what failed on the way. */
function exitCode(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return WRONG_USE.some((kind) => error instanceof kind) ? 2 : 1;
}

function version(): string {
  return (require("../../package.json") as { version: string }).version;
}

// The reader of a pipe may leave early: `huntbook read … | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

void main();
