import { Command } from "commander";

/** `huntbook data`. */
export function dataCommand(): Command {
  return new Command("data").description("not built yet");
}
