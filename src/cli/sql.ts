import { Command } from "commander";

/** `huntbook sql`. */
export function sqlCommand(): Command {
  return new Command("sql").description("not built yet");
}
