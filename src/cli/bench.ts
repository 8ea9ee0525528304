import { Command } from "commander";

/** `huntbook bench`. */
export function benchCommand(): Command {
  return new Command("bench").description("not built yet");
}
