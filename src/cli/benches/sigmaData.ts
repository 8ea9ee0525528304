import { closeSync, openSync, writeSync } from "node:fs";
import { random } from "../../core/random";

const TOOLS = ["cmd", "powershell", "rundll32", "certutil", "net", "schtasks", "wmic", "reg", "mshta", "sc"];
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** Rules of the usual form, as YAML: a program and words of its command line, some with a filter or an expression. */
export function generatedRules(count: number): string {
  const numbers = random(2);
  const word = (length: number) =>
    Array.from({ length }, () => LETTERS[numbers.integer(LETTERS.length)]).join("");
  const rules = Array.from({ length: count }, (_, i) => {
    const program = i % 3 === 0 ? `${word(7)}` : numbers.pick(TOOLS);
    const words = Array.from(
      { length: 1 + numbers.integer(4) },
      () => `        - '${word(4 + numbers.integer(8))}'`,
    );
    const kind =
      i % 20 === 0
        ? `CommandLine|re: '${word(5)}\\s+[a-z]+${word(3)}'`
        : `CommandLine|contains:\n${words.join("\n")}`;
    return `title: Rule ${i}\nid: rule-${i}\nlogsource:\n  product: windows\n  category: process_creation\ndetection:\n  selection:\n    Image|endswith: '\\${program}.exe'\n    ${kind}\n  filter:\n    ParentImage|endswith: '\\${word(6)}.exe'\n  condition: selection and not filter\nlevel: low\n`;
  });
  return rules.join("---\n");
}

/** Process creations as JSON lines, about 600 bytes each; one in a thousand has a word of a generated rule. */
export function writeProcessEvents(path: string, rows: number): string {
  const numbers = random(3);
  const file = openSync(path, "w");
  const word = () => Array.from({ length: 6 }, () => LETTERS[numbers.integer(LETTERS.length)]).join("");
  for (let i = 0; i < rows; ) {
    const lines: string[] = [];
    for (let j = 0; j < 5000 && i < rows; j++, i++) {
      const tool = numbers.pick(TOOLS);
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
            CommandLine: `${tool}.exe /c ${word()} -${word()} "C:\\Users\\${word()}\\${word()}.txt" --id ${i}`,
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
