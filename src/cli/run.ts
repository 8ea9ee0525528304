import { Command } from "commander";

/** `huntbook run`. */
export function runCommand(): Command {
  return new Command("run").description("not built yet");
}
