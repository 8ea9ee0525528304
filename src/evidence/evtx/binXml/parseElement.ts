import { u16, u32, utf16Text } from "./bytes";
import { EvtxFault } from "./fault";
import { type NamedBytes, nameSize } from "./namedBytes";
import type { XmlAttribute, XmlElement, XmlPart, XmlSlot } from "./xmlTree";

/** Deepest nesting of elements; Windows itself stays below ten. */
const MAX_DEPTH = 64;
/** Bit of a token that says that more follows. */
const MORE = 0x40;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** Tokens of binary XML (MS-EVEN6 2.2.12), without the "more follows" bit. */
export const Token = {
  end: 0x00,
  openElement: 0x01,
  closeStart: 0x02,
  closeEmpty: 0x03,
  endElement: 0x04,
  text: 0x05,
  attribute: 0x06,
  cdata: 0x07,
  charRef: 0x08,
  entityRef: 0x09,
  piTarget: 0x0a,
  piData: 0x0b,
  template: 0x0c,
  slot: 0x0d,
  optionalSlot: 0x0e,
  fragment: 0x0f,
} as const;

/** Hears where a name is referred to, and whether it stands right there. */
export type NameListener = (reference: number, name: string, inPlace: boolean) => void;

/**
 * Reads one element of binary XML, with everything in it, into a tree.
 *
 * `start` is the first byte (fragment headers and processing instructions are skipped), `end` the limit. Elements of
 * a template carry a dependency id, others do not. `onName` hears of every name. Throws an `EvtxFault` where the bytes make no sense.
 * O(bytes); depth and offsets are bounded.
 *
 * Source: MS-EVEN6 2.2.12 BinXml.
 */
export function parseElement(
  source: NamedBytes,
  start: number,
  end: number,
  inTemplate: boolean,
  onName?: NameListener,
): XmlElement {
  return new Reader(source, start, end, inTemplate, onName).document();
}

/** Skips fragment headers and processing instructions; answers the offset of the first real token. */
export function skipProlog(source: NamedBytes, start: number, end: number): number {
  const reader = new Reader(source, start, end, false);
  reader.prolog();
  return reader.at;
}

class Reader {
  at: number;
  private readonly bytes: Buffer;

  constructor(
    private readonly source: NamedBytes,
    start: number,
    private readonly end: number,
    private readonly inTemplate: boolean,
    private readonly onName?: NameListener,
  ) {
    this.at = start;
    this.bytes = source.bytes;
  }

  document(): XmlElement {
    this.prolog();
    const token = this.byte();
    if ((token & ~MORE) !== Token.openElement) throw this.unexpected(token);
    return this.element(token, 0);
  }

  prolog(): void {
    while (this.at < this.end) {
      const token = this.bytes[this.at]! & ~MORE;
      if (token === Token.fragment) this.skip(4);
      else if (token === Token.piTarget || token === Token.piData) this.instruction(this.byte());
      else return;
    }
  }

  private element(token: number, depth: number): XmlElement {
    if (depth > MAX_DEPTH) throw new EvtxFault(`elements are nested deeper than ${MAX_DEPTH}`, this.at);
    if (this.inTemplate) this.skip(2); // dependency id: Windows writes it, no reader needs it
    this.skip(4); // size of the element's data
    const name = this.name();
    const attributes = token & MORE ? this.attributes() : [];
    const close = this.byte();
    if (close === Token.closeEmpty) return { kind: "element", name, attributes, content: [] };
    if (close !== Token.closeStart) throw this.unexpected(close);
    return { kind: "element", name, attributes, content: this.content(depth) };
  }

  private attributes(): XmlAttribute[] {
    this.skip(4); // size of the list
    const found: XmlAttribute[] = [];
    while (this.at < this.end && (this.bytes[this.at]! & ~MORE) === Token.attribute) {
      this.skip(1);
      const name = this.name();
      found.push({ name, parts: this.attributeParts() });
    }
    return found;
  }

  private attributeParts(): (string | XmlSlot)[] {
    const parts: (string | XmlSlot)[] = [];
    while (this.at < this.end && isText(this.bytes[this.at]! & ~MORE)) {
      append(parts, this.textPart(this.byte()));
    }
    return parts;
  }

  private content(depth: number): XmlPart[] {
    const parts: XmlPart[] = [];
    for (;;) {
      const token = this.byte();
      const kind = token & ~MORE;
      if (kind === Token.endElement) return parts;
      if (kind === Token.openElement) parts.push(this.element(token, depth + 1));
      else if (isText(kind)) append(parts, this.textPart(token));
      else if (kind === Token.piTarget || kind === Token.piData) this.instruction(token);
      else throw this.unexpected(token);
    }
  }

  private textPart(token: number): string | XmlSlot {
    switch (token & ~MORE) {
      case Token.text: {
        const type = this.byte();
        if (type !== 0x01)
          throw new EvtxFault(`literal text has type ${hex(type)}, not a string`, this.at - 1);
        return this.text();
      }
      case Token.cdata:
        return this.text();
      case Token.charRef:
        return String.fromCharCode(this.short());
      case Token.entityRef: {
        const name = this.name();
        return ENTITIES.get(name) ?? `&${name};`;
      }
      default: {
        const index = this.short();
        this.skip(1); // declared type; the value's own type decides
        return { kind: "slot", index, optional: (token & ~MORE) === Token.optionalSlot };
      }
    }
  }

  private instruction(token: number): void {
    if ((token & ~MORE) === Token.piTarget) this.name();
    else this.text();
  }

  /** A name stands where it is used first; later uses refer back to it. */
  private name(): string {
    const reference = this.at;
    const offset = this.long();
    const name = this.source.name(offset);
    const inPlace = offset === this.at;
    if (inPlace) this.skip(nameSize(name));
    this.onName?.(reference, name, inPlace);
    return name;
  }

  private text(): string {
    const length = 2 * this.short();
    const start = this.at;
    this.skip(length);
    return utf16Text(this.bytes, start, start + length);
  }

  private byte(): number {
    this.skip(1);
    return this.bytes[this.at - 1]!;
  }

  private short(): number {
    this.skip(2);
    return u16(this.bytes, this.at - 2);
  }

  private long(): number {
    this.skip(4);
    return u32(this.bytes, this.at - 4);
  }

  private skip(count: number): void {
    if (this.at + count > this.end) throw new EvtxFault("binary XML is cut off", this.at);
    this.at += count;
  }

  private unexpected(token: number): EvtxFault {
    return new EvtxFault(`unexpected token ${hex(token)} in binary XML`, this.at - 1);
  }
}

function isText(kind: number): boolean {
  return (
    (kind >= Token.text && kind <= Token.entityRef && kind !== Token.attribute) ||
    kind === Token.slot ||
    kind === Token.optionalSlot
  );
}

/** Neighbouring literals become one. */
function append(parts: XmlPart[], part: string | XmlSlot): void {
  const last = parts.length - 1;
  if (typeof part === "string" && typeof parts[last] === "string") parts[last] += part;
  else parts.push(part);
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(2, "0")}`;
}
