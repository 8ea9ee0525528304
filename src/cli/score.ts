import { Command } from "commander";

/** `huntbook score`. */
export function scoreCommand(): Command {
  return new Command("score").description("not built yet");
}
