import { type NamedBytes, parseElement } from "./binXml";
import { u32 } from "./bytes";
import { compileEvent, type EventPlan, type Role } from "./eventPlan";
import { EvtxFault } from "./fault";
import type { XmlElement } from "./xmlTree";

/** Bytes of a definition before its binary XML: next definition (4), GUID (16), size (4). */
export const DEFINITION_HEADER = 24;

/** A template definition of a chunk, compiled on first use for each role. */
export interface Template {
  readonly root: XmlElement;
  readonly plans: Map<Role, EventPlan>;
}

/** The definition at `offset` of the chunk, parsed once. Throws an `EvtxFault` when there is none. */
export function templateAt(source: NamedBytes, cache: Map<number, Template>, offset: number): Template {
  let template = cache.get(offset);
  if (template === undefined) {
    const { bytes } = source;
    const start = offset + DEFINITION_HEADER;
    if (start > bytes.length) throw new EvtxFault(`template offset ${offset} lies outside the chunk`, offset);
    const end = start + u32(bytes, offset + 20);
    if (end > bytes.length) throw new EvtxFault(`template at ${offset} runs out of the chunk`, offset);
    template = { root: parseElement(source, start, end, true), plans: new Map() };
    cache.set(offset, template);
  }
  return template;
}

/** The steps of a template in one role. */
export function planOf(template: Template, role: Role): EventPlan {
  let plan = template.plans.get(role);
  if (plan === undefined) {
    plan = compileEvent(template.root, role);
    template.plans.set(role, plan);
  }
  return plan;
}
