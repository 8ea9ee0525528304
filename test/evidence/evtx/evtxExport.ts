import { execFileSync, spawnSync } from "node:child_process";
import type { Context } from "mocha";

/** An element as libevtx's exporter prints it. */
export interface PrintedElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly PrintedElement[];
  /** Raw, as printed; the exporter escapes some strings and leaves others as they are. */
  readonly text: string;
}

/** Skips the test, aloud, where libevtx's tools (Debian: libevtx-utils) are not installed. */
export function needLibevtx(test: Context): void {
  if (spawnSync("evtxexport", ["-V"]).error === undefined) return;
  console.log("      skipped: evtxexport is not installed");
  test.skip();
}

/** Number of records by libevtx, without reading them. */
export function countRecords(path: string): number {
  const text = execFileSync("evtxinfo", [path], { encoding: "utf8" });
  return Number(/Number of records\s*: (\d+)/.exec(text)?.[1]);
}

/** The events that libevtx prints for a file; it stops at the first record that it cannot read. */
export function exportEvents(path: string): PrintedElement[] {
  const { stdout } = spawnSync("evtxexport", ["-f", "xml", path], { maxBuffer: 2 ** 30 });
  const events = stdout.toString("utf8").split(/\n(?=<Event xmlns=)/);
  return events.filter((event) => event.startsWith("<Event")).map((event) => new Printed(event).element(0));
}

/**
 * Reads the exporter's print by its layout, two blanks a level, since unescaped values make it no XML: an element
 * with elements in it breaks the line behind its tag, and text ends where its own end tag ends a line.
 */
class Printed {
  private at = 0;

  constructor(private readonly source: string) {}

  element(depth: number): PrintedElement {
    const tag = /<([^\s/>]+)((?:\s+[^\s=]+="[^"]*")*)\s*(\/?)>/y;
    tag.lastIndex = this.at;
    const found = tag.exec(this.source);
    if (found === null)
      throw new Error(`no element at ${JSON.stringify(this.source.slice(this.at, this.at + 80))}`);
    this.at = tag.lastIndex;
    const name = found[1]!;
    const attributes = new Map<string, string>();
    for (const [, key, value] of found[2]!.matchAll(/([^\s=]+)="([^"]*)"/g))
      attributes.set(key!, unescaped(value!));
    if (found[3] === "/") return { name, attributes, children: [], text: "" };
    const inner = `\n${"  ".repeat(depth + 1)}<`;
    if (!this.source.startsWith(inner, this.at))
      return { name, attributes, children: [], text: this.text(name) };
    const children: PrintedElement[] = [];
    while (this.source.startsWith(inner, this.at)) {
      this.at += inner.length - 1;
      children.push(this.element(depth + 1));
    }
    this.at = this.source.indexOf(">", this.at) + 1;
    return { name, attributes, children, text: "" };
  }

  private text(name: string): string {
    const start = this.at;
    const end = new RegExp(`</${name.replace(/[^\w]/g, "\\$&")}>(?=\\n *</?\\w|\\n?$)`, "g");
    end.lastIndex = start;
    const found = end.exec(this.source);
    if (found === null) throw new Error(`no end of ${name}`);
    this.at = end.lastIndex;
    return this.source.slice(start, found.index);
  }
}

/** Text with the five entities of XML resolved. */
export function unescaped(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");
}
