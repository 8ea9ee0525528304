import { u32 } from "./binXml/bytes";
import { EvtxFault } from "./binXml/fault";
import { type NamedBytes, nameSize } from "./binXml/namedBytes";
import { parseElement } from "./binXml/parseElement";
import type { XmlElement } from "./binXml/xmlTree";
import { compileEvent, type Role, type Step } from "./eventPlan";

/** Bytes of a definition before its binary XML: next definition (4), GUID (16), size (4). */
export const DEFINITION_HEADER = 24;
/** All definitions of a chunk together, in bytes; only definitions that overlap can be more. */
const MAX_DEFINITIONS = 4 * 65536;
/** Definitions kept over chunks, in bytes; a log of Windows holds a few hundred kilobytes. */
const MAX_KEPT = 16 * 65536;
/** Definitions kept with one GUID; they differ in which names stand in place. */
const MAX_VARIANTS = 8;

/** A parsed definition with what it takes to recognise it in another chunk. */
export interface Template {
  readonly root: XmlElement;
  readonly plans: Map<Role, readonly Step[]>;
  /** The definition's binary XML. */
  readonly bytes: Buffer;
  /** Where it refers to names, which stand elsewhere in every chunk. */
  readonly names: readonly NameReference[];
}

interface NameReference {
  /** Offset in the definition's binary XML. */
  readonly at: number;
  readonly name: string;
  /** Whether the name stands right behind the reference. */
  readonly inPlace: boolean;
}

/** Definitions kept from chunk to chunk, since each chunk repeats those of the one before. */
export class TemplateStore {
  /** Counts the chunks, so that a step knows what it remembers from an earlier one. */
  chunks = 0;
  /** By the first bytes of the definition's GUID. */
  private readonly groups = new Map<number, Template[]>();
  private size = 0;

  group(id: number): readonly Template[] {
    return this.groups.get(id) ?? [];
  }

  add(id: number, template: Template): void {
    this.size += template.bytes.length;
    if (this.size > MAX_KEPT) {
      this.groups.clear();
      this.size = template.bytes.length;
    }
    const group = this.groups.get(id);
    if (group === undefined || group.length === MAX_VARIANTS) this.groups.set(id, [template]);
    else group.push(template);
  }
}

/**
 * The template definitions of one chunk, by offset.
 *
 * A definition that is the same as one of another chunk, names and all, is compiled only once for the file.
 */
export class Templates {
  private readonly known = new Map<number, Template>();
  private parsed = 0;

  constructor(
    private readonly source: NamedBytes,
    private readonly store: TemplateStore,
  ) {}

  /** The steps of the definition at `offset`. Throws an `EvtxFault` when there is none that makes sense. */
  plan(offset: number, role: Role): readonly Step[] {
    const template = this.known.get(offset) ?? this.find(offset);
    let plan = template.plans.get(role);
    if (plan === undefined) {
      plan = compileEvent(template.root, role);
      template.plans.set(role, plan);
    }
    return plan;
  }

  private find(offset: number): Template {
    const { bytes } = this.source;
    const start = offset + DEFINITION_HEADER;
    if (start > bytes.length) throw new EvtxFault(`template offset ${offset} lies outside the chunk`, offset);
    const size = u32(bytes, offset + 20);
    if (start + size > bytes.length)
      throw new EvtxFault(`template at ${offset} runs out of the chunk`, offset);
    this.parsed += size;
    if (this.parsed > MAX_DEFINITIONS) throw new EvtxFault("template definitions overlap too often", offset);
    const id = u32(bytes, offset + 4);
    let template = this.store.group(id).find((candidate) => this.isSame(candidate, start, size));
    if (template === undefined) {
      template = this.parse(start, size);
      this.store.add(id, template);
    }
    this.known.set(offset, template);
    return template;
  }

  private parse(start: number, size: number): Template {
    const names: NameReference[] = [];
    const root = parseElement(this.source, start, start + size, true, (at, name, inPlace) => {
      names.push({ at: at - start, name, inPlace });
    });
    const bytes = Buffer.from(this.source.bytes.subarray(start, start + size));
    return { root, plans: new Map(), bytes, names };
  }

  /** Whether the definition from `start` differs from a known one in nothing but where its names stand. */
  private isSame({ bytes, names }: Template, start: number, size: number): boolean {
    if (bytes.length !== size) return false;
    let from = 0;
    for (const { at, name, inPlace } of names) {
      if (!this.sameBytes(bytes, from, at, start)) return false;
      const offset = u32(this.source.bytes, start + at);
      const isHere = offset === start + at + 4;
      if (isHere !== inPlace || this.source.name(offset) !== name) return false;
      from = at + 4 + (inPlace ? nameSize(name) : 0);
    }
    return this.sameBytes(bytes, from, size, start);
  }

  private sameBytes(known: Buffer, from: number, to: number, start: number): boolean {
    const { bytes } = this.source;
    for (let i = from; i < to; i++) if (known[i] !== bytes[start + i]) return false;
    return true;
  }
}
