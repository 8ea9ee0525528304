import { Command } from "commander";

/** `huntbook read`. */
export function readCommand(): Command {
  return new Command("read").description("not built yet");
}
