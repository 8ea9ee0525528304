#!/usr/bin/env node
import { Command } from "commander";
import { benchCommand } from "./bench";
import { dataCommand } from "./data";
import { NothingReadable } from "./evidence";
import { lfoCommand } from "./lfo";
import { readCommand } from "./read";
import { runCommand } from "./run";
import { scoreCommand } from "./score";
import { sqlCommand } from "./sql";
import { upCommand } from "./up";

const program = new Command("huntbook");
program
  .description(
    "Threat hunting in TypeScript notebooks: from event logs to a short, ranked, explained list of what is odd.",
  )
  .showHelpAfterError();
for (const command of [
  upCommand,
  runCommand,
  readCommand,
  sqlCommand,
  lfoCommand,
  scoreCommand,
  dataCommand,
  benchCommand,
]) {
  program.addCommand(command());
}
program.parseAsync().catch((error: Error) => {
  process.stderr.write(`huntbook: ${error.message}\n`);
  process.exitCode = error instanceof NothingReadable ? 2 : 1;
});
