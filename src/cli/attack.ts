import { Command } from "commander";
import { textColumn } from "../core/table";
import { open } from "../evidence/open";
import { type Technique, tacticName } from "../match/attack/attack";
import { knownAttack } from "../match/attack/knownAttack";
import { type OutputOptions, withOutputOptions, writeRows } from "./output";

interface AttackOptions extends OutputOptions {
  readonly attack?: string;
}

/** `huntbook attack`: names and tactics of techniques. */
export function attackCommand(): Command {
  const command = new Command("attack")
    .description("techniques of ATT&CK: id, name, tactics; all, or those with an id or a word in the name")
    .argument("[words...]", "ids such as T1053.005, or words")
    .option(
      "--attack <file>",
      "ATT&CK bundle (default: the fetched one, else the techniques of our own rules)",
    );
  return withOutputOptions(command).action(async (words: string[], options: AttackOptions) => {
    const techniques = [...knownAttack(options.attack).values()].filter(
      (technique) => words.length === 0 || words.some((word) => isAbout(technique, word)),
    );
    const hunt = await open();
    try {
      const columns = new Map([
        ["technique", textColumn(techniques.map(({ id }) => id))],
        ["name", textColumn(techniques.map(({ name }) => name))],
        ["tactics", textColumn(techniques.map(({ tactics }) => tactics.map(tacticName).join(", ")))],
      ]);
      const rows = await hunt.fromColumns({ rows: techniques.length, columns });
      await writeRows(rows.select("technique", "name", "tactics"), options, []);
    } finally {
      await hunt.close();
    }
  });
}

/** An id means its sub-techniques, too. */
function isAbout({ id, name }: Technique, word: string): boolean {
  const upper = word.toUpperCase();
  return id === upper || id.startsWith(`${upper}.`) || name.toUpperCase().includes(upper);
}
