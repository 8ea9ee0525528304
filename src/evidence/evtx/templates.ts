import { type NamedBytes, parseElement } from "./binXml";
import { u32 } from "./bytes";
import { compileEvent, type Role, type Step } from "./eventPlan";
import { EvtxFault } from "./fault";
import type { XmlElement } from "./xmlTree";

/** Bytes of a definition before its binary XML: next definition (4), GUID (16), size (4). */
export const DEFINITION_HEADER = 24;
/** All definitions of a chunk together, in bytes; only definitions that overlap can be more. */
const MAX_DEFINITIONS = 4 * 65536;

interface Template {
  readonly root: XmlElement;
  readonly plans: Map<Role, readonly Step[]>;
}

/** The template definitions of one chunk, by offset; each is parsed once and compiled once for each role. */
export class Templates {
  private readonly known = new Map<number, Template>();
  private parsed = 0;

  constructor(private readonly source: NamedBytes) {}

  /** The steps of the definition at `offset`. Throws an `EvtxFault` when there is none that makes sense. */
  plan(offset: number, role: Role): readonly Step[] {
    const template = this.known.get(offset) ?? this.parse(offset);
    let plan = template.plans.get(role);
    if (plan === undefined) {
      plan = compileEvent(template.root, role);
      template.plans.set(role, plan);
    }
    return plan;
  }

  private parse(offset: number): Template {
    const { bytes } = this.source;
    const start = offset + DEFINITION_HEADER;
    if (start > bytes.length) throw new EvtxFault(`template offset ${offset} lies outside the chunk`, offset);
    const size = u32(bytes, offset + 20);
    if (start + size > bytes.length)
      throw new EvtxFault(`template at ${offset} runs out of the chunk`, offset);
    this.parsed += size;
    if (this.parsed > MAX_DEFINITIONS) throw new EvtxFault("template definitions overlap too often", offset);
    const template = { root: parseElement(this.source, start, start + size, true), plans: new Map() };
    this.known.set(offset, template);
    return template;
  }
}
