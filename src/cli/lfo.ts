import { Command } from "commander";

/** `huntbook lfo`. */
export function lfoCommand(): Command {
  return new Command("lfo").description("not built yet");
}
