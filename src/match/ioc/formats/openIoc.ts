import { SaxesParser, type SaxesTagPlain } from "saxes";
import type { ListSink } from "../collector";
import type { Condition, Operator, PatternValue } from "../stix/pattern";
import { comparisonKeys, patternEntries } from "../stix/patternEntries";
import { techniquesIn, titleOf } from "./context";

const MAX_LEVELS = 100;
const MAX_ITEMS = 100_000;

/** Whether an XML text is OpenIOC 1.0 (`ioc`) or 1.1 (`OpenIOC`). */
export function isOpenIoc(text: string): boolean {
  return /<(?:[A-Za-z]\w{0,20}:)?(?:ioc|OpenIOC)[\s>]/.test(text.slice(0, 20_000));
}

/**
 * Reads an OpenIOC 1.0 or 1.1 definition: its alternatives become indicators, its conjunctions patterns of one row.
 *
 * `contains` on a host name means the name and its sub-domains. Entities are not expanded. Throws a `SyntaxError` for
 * XML with faults, and beyond 100 levels or 100,000 items.
 *
 * Source: Mandiant, OpenIOC 1.0 and 1.1 schemas.
 */
export function readOpenIoc(xml: string, sink: ListSink): void {
  const reader = new DefinitionReader();
  const parser = new SaxesParser({ fragment: false, xmlns: false });
  parser.on("error", (error) => {
    throw new SyntaxError(
      `readOpenIoc: not XML: ${error.message.replace(/\s+/g, " ").slice(0, 160).replace(/\.$/, "")}`,
    );
  });
  parser.on("doctype", () => {
    throw new SyntaxError("readOpenIoc: a DOCTYPE has no place in OpenIOC; entities are not expanded");
  });
  parser.on("opentag", (tag) => reader.open(tag));
  parser.on("text", (text) => reader.text(text));
  parser.on("cdata", (text) => reader.text(text));
  parser.on("closetag", (tag) => reader.close(localName(tag.name)));
  parser.write(xml.replace(/^[\ufeff\s]+/, "")).close();
  reader.finish(sink);
}

interface Group {
  readonly operator: "and" | "or";
  readonly parts: Condition[];
}

interface Item {
  readonly operator: string;
  readonly negated: boolean;
  object: string;
  search: string;
  content: string;
}

class DefinitionReader {
  private level = 0;
  private readonly groups: Group[] = [];
  private readonly roots: Condition[] = [];
  private item: Item | undefined;
  private content = "";
  private items = 0;
  private readonly about = new Map<string, string>();

  open(tag: SaxesTagPlain): void {
    this.level += 1;
    if (this.level > MAX_LEVELS)
      throw new SyntaxError(`readOpenIoc: levels must be at most ${MAX_LEVELS}, got more`);
    const { attributes } = tag;
    const name = localName(tag.name);
    this.content = "";
    if (name === "Indicator") {
      this.groups.push({ operator: attributes.operator?.toUpperCase() === "AND" ? "and" : "or", parts: [] });
    } else if (name === "IndicatorItem") {
      this.items += 1;
      if (this.items > MAX_ITEMS)
        throw new SyntaxError(`readOpenIoc: items must be at most ${MAX_ITEMS}, got more`);
      const operator = attributes.condition ?? "is";
      this.item = { operator, negated: attributes.negate === "true", object: "", search: "", content: "" };
    } else if (name === "Context" && this.item !== undefined) {
      this.item.object = attributes.document ?? "";
      this.item.search = attributes.search ?? "";
    }
  }

  text(text: string): void {
    this.content += text;
  }

  close(name: string): void {
    this.level -= 1;
    if (name === "Content" && this.item !== undefined) this.item.content = this.content.trim();
    else if (name === "IndicatorItem" && this.item !== undefined) {
      this.add(conditionOf(this.item));
      this.item = undefined;
    } else if (name === "Indicator") this.closeGroup();
    else if (!this.about.has(name) && this.content.trim() !== "") this.about.set(name, this.content);
    this.content = "";
  }

  finish(sink: ListSink): void {
    const description = this.about.get("description");
    const context = {
      place: "definition",
      title: titleOf([this.about.get("short_description"), description]),
      attack: techniquesIn([description, this.about.get("short_description")]),
    };
    for (const condition of this.roots) {
      const pattern = { kind: "row", condition } as const;
      sink.addPattern(comparisonKeys(pattern));
      for (const entry of patternEntries(pattern, context)) sink.add(entry);
    }
  }

  private closeGroup(): void {
    const group = this.groups.pop();
    if (group === undefined || group.parts.length === 0) return;
    this.add(group.parts.length === 1 ? group.parts[0]! : { kind: group.operator, parts: group.parts });
  }

  private add(condition: Condition): void {
    (this.groups.at(-1)?.parts ?? this.roots).push(condition);
  }
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  is: "=",
  contains: "CONTAINS",
  "starts-with": "STARTS",
  "ends-with": "ENDS",
  matches: "MATCHES",
  "greater-than": ">",
  "less-than": "<",
};

/** Version 1.0 writes `isnot` and `containsnot`, 1.1 the attribute `negate`. */
function conditionOf({ operator, negated, object, search, content }: Item): Condition {
  const bare = operator.toLowerCase().replace(/^(is|contains)-?not$/, "$1");
  const isNot = bare !== operator.toLowerCase() || negated;
  const known = OPERATORS[bare] ?? "=";
  const isOrder =
    known === ">" || known === "<" || /(?:Size|SizeInBytes|Port|PID|pid|NumberOf\w+)$/.test(search);
  const value: PatternValue = isOrder && content !== "" && !Number.isNaN(+content) ? +content : content;
  const part: Condition = {
    kind: "comparison",
    comparison: { object, property: search, operator: known, values: [value] },
  };
  return isNot ? { kind: "not", part } : part;
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
