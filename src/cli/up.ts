import { Command } from "commander";

/** `huntbook up`. */
export function upCommand(): Command {
  return new Command("up").description("not built yet");
}
