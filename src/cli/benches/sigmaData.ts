import { closeSync, openSync, writeSync } from "node:fs";
import { type Random, random } from "../../core/random";

const TOOLS = ["cmd", "powershell", "rundll32", "certutil", "net", "schtasks", "wmic", "reg", "mshta", "sc"];
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** What a generated rule looks for: a program, and a word of its command line. */
interface Wanted {
  readonly program: string;
  readonly words: readonly string[];
  readonly parent: string;
}

/** The first so many of the generated rules, the same ones whatever their number. */
function wantedBy(count: number): Wanted[] {
  const numbers = random(2);
  const word = (length: number) => wordOf(numbers, length);
  return Array.from({ length: count }, (_, i) => ({
    program: i % 3 === 0 ? word(7) : numbers.pick(TOOLS),
    words: Array.from({ length: 1 + numbers.integer(4) }, () => word(4 + numbers.integer(8))),
    parent: word(6),
  }));
}

function wordOf(numbers: Random, length: number): string {
  return Array.from({ length }, () => LETTERS[numbers.integer(LETTERS.length)]).join("");
}

/** Rules of the usual form, as YAML: a program and words of its command line, with a filter; some with an expression. */
export function generatedRules(count: number): string {
  const rules = wantedBy(count).map(({ program, words, parent }, i) => {
    const kind =
      i % 20 === 0
        ? `CommandLine|re: '-${words[0]}[a-z]* '`
        : `CommandLine|contains:\n${words.map((word) => `        - '${word}'`).join("\n")}`;
    const id = `00000000-0000-4000-8000-${String(i).padStart(12, "0")}`;
    return `title: Rule ${i}\nid: ${id}\nlogsource:\n  product: windows\n  category: process_creation\ndetection:\n  selection:\n    Image|endswith: '\\${program}.exe'\n    ${kind}\n  filter:\n    ParentImage|endswith: '\\${parent}.exe'\n  condition: selection and not filter\nlevel: low\n`;
  });
  return rules.join("---\n");
}

/** Every so many events one is what a rule looks for. */
const HIT_EVERY = 100;
const HIT_RULES = 300;

/** Process creations as JSON lines, about 600 bytes each; one in a hundred is what one of the first rules looks for. */
export function writeProcessEvents(path: string, rows: number): string {
  const numbers = random(3);
  const file = openSync(path, "w");
  const word = () => wordOf(numbers, 6);
  const wanted = wantedBy(HIT_RULES);
  for (let i = 0; i < rows; ) {
    const lines: string[] = [];
    for (let j = 0; j < 5000 && i < rows; j++, i++) {
      const hit = i % HIT_EVERY === 0 ? wanted[(i / HIT_EVERY) % HIT_RULES] : undefined;
      const tool = hit?.program ?? numbers.pick(TOOLS);
      lines.push(
        JSON.stringify({
          TimeCreated: new Date(1.7e12 + i * 137).toISOString(),
          Computer: `HOST${numbers.integer(50)}.corp.example`,
          Channel: "Microsoft-Windows-Sysmon/Operational",
          Provider: "Microsoft-Windows-Sysmon",
          EventID: 1,
          EventRecordID: i,
          EventData: {
            ProcessGuid: `{${i.toString(16).padStart(8, "0")}-0000-0000-0000-000000000000}`,
            Image: `C:\\Windows\\System32\\${tool}.exe`,
            CommandLine: `${tool}.exe /c ${word()} -${hit?.words[0] ?? word()} "C:\\Users\\${word()}\\${word()}.txt" --id ${i}`,
            CurrentDirectory: "C:\\Windows\\system32\\",
            User: `CORP\\${numbers.pick(["anna", "bob", "eva", "SYSTEM"])}`,
            ParentImage: "C:\\Windows\\explorer.exe",
            ParentCommandLine: "C:\\Windows\\Explorer.EXE",
            Hashes: `SHA256=${i.toString(16).padStart(64, "0")}`,
          },
        }),
      );
    }
    writeSync(file, `${lines.join("\n")}\n`);
  }
  closeSync(file);
  return path;
}
