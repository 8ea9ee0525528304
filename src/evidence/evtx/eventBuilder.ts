import type { EventRecord } from "../event";
import { addTo, type Bag, emptyBag } from "./bag";
import { NamedBytes, parseElement, skipProlog, Token } from "./binXml";
import { u32 } from "./bytes";
import { compileEvent, type Role, type Step } from "./eventPlan";
import { EvtxFault } from "./fault";
import { fileTimeMicroseconds, fileTimeText } from "./fileTime";
import { DEFINITION_HEADER, type TemplateStore, Templates } from "./templates";
import { ARRAY, arrayTexts, integerValue, ValueType, valueText } from "./values";

/** Deepest nesting of binary XML in values; Windows itself uses two levels. */
const MAX_DEPTH = 16;
/** Bytes that the values of one record may come to when slots repeat them; Windows stays below a chunk. */
const MAX_EXPANSION = 64 * 65536;

/** Where the values of one template instance lie in the chunk. Reused from record to record. */
interface Values {
  count: number;
  /** Size in the low 16 bits, type in the next 8, as the file has them. */
  readonly kinds: Uint32Array;
  readonly starts: Uint32Array;
}

type Draft = { -readonly [K in keyof EventRecord]: EventRecord[K] } & { data: Bag; system: Bag };

/** Turns the binary XML of one record after the other into events. One builder serves one chunk. */
export class EventBuilder {
  private readonly source: NamedBytes;
  private readonly templates: Templates;
  private readonly chunk: number;
  private readonly levels: Values[] = [];
  private event = emptyEvent(0);
  private unnamed = 0;
  private expansion = 0;

  constructor(
    private readonly bytes: Buffer,
    store: TemplateStore,
  ) {
    this.source = new NamedBytes(bytes);
    this.templates = new Templates(this.source, store);
    this.chunk = ++store.chunks;
  }

  /** The event whose binary XML lies from `start` to `end`. Throws an `EvtxFault` where it makes no sense. */
  build(start: number, end: number, id: number, writtenHigh: number, writtenLow: number): EventRecord {
    const event = emptyEvent(id);
    this.event = event;
    this.unnamed = 0;
    this.expansion = 0;
    this.fragment(start, end, "event", 0);
    if (!("SystemTime" in event.system)) this.setTime(writtenHigh, writtenLow);
    return event;
  }

  private fragment(start: number, end: number, role: Role, depth: number): void {
    if (depth > MAX_DEPTH) throw new EvtxFault(`binary XML is nested deeper than ${MAX_DEPTH}`, start);
    this.spend(end - start, start);
    const at = skipProlog(this.source, start, end);
    if (at >= end) return;
    const token = this.bytes[at]!;
    if (token === Token.template) this.instance(at + 1, end, role, depth);
    else if (token !== Token.end) {
      const root = parseElement(this.source, at, end, false);
      this.run(compileEvent(root, role), this.level(depth, 0), depth);
    }
  }

  /** A template instance: where its definition stands, then the sizes and types of its values, then the values. */
  private instance(start: number, end: number, role: Role, depth: number): void {
    const { bytes } = this;
    if (start + 9 > end) throw new EvtxFault("template instance is cut off", start);
    const definition = u32(bytes, start + 5);
    let at = start + 9;
    const plan = this.templates.plan(definition, role);
    if (definition === at) at += DEFINITION_HEADER + u32(bytes, at + 20);
    if (at + 4 > end) throw new EvtxFault("template instance is cut off", at);
    const count = u32(bytes, at);
    at += 4;
    if (count * 4 > end - at) throw new EvtxFault(`${count} template values do not fit the record`, at - 4);
    const values = this.level(depth, count);
    const { kinds, starts } = values;
    let value = at + 4 * count;
    for (let i = 0; i < count; i++, at += 4) {
      const kind = u32(bytes, at);
      kinds[i] = kind;
      starts[i] = value;
      value += kind & 0xffff;
    }
    if (value > end) throw new EvtxFault("template values run out of the record", at);
    this.run(plan, values, depth);
  }

  private level(depth: number, count: number): Values {
    let values = this.levels[depth];
    if (values === undefined || values.kinds.length < count) {
      const room = Math.max(64, 2 * count);
      values = { count, kinds: new Uint32Array(room), starts: new Uint32Array(room) };
      this.levels[depth] = values;
    }
    values.count = count;
    return values;
  }

  private run(plan: readonly Step[], values: Values, depth: number): void {
    for (let i = 0; i < plan.length; i++) {
      const step = plan[i]!;
      if (step.target === "data") this.dataStep(step, values, depth);
      else this.systemStep(step, values);
    }
  }

  private systemStep(step: Step, values: Values): void {
    const { slot, target } = step;
    if (slot >= 0 && isEmpty(values, slot)) return;
    switch (target) {
      case "provider":
      case "channel":
      case "computer":
      case "userSid":
        this.event[target] = this.text(step, values);
        return;
      case "eventId":
      case "level":
        this.event[target] = this.number(step, values);
        return;
      case "recordId":
        this.setRecordId(this.number(step, values));
        return;
      case "time":
        this.timeStep(step, values);
        return;
      case "number":
        this.event.system[step.key] = this.number(step, values);
        return;
      default:
        this.event.system[step.key] = this.text(step, values);
    }
  }

  private setRecordId(id: number | null): void {
    if (id === null) return;
    this.event.record = id;
    this.event.recordId = id;
  }

  private timeStep(step: Step, values: Values): void {
    const start = values.starts[step.slot] ?? 0;
    if (
      step.slot >= 0 &&
      typeOf(values, step.slot) === ValueType.fileTime &&
      sizeOf(values, step.slot) === 8
    ) {
      this.setTime(u32(this.bytes, start + 4), u32(this.bytes, start));
      return;
    }
    const text = this.text(step, values);
    const milliseconds = Date.parse(text);
    this.event.time = Number.isNaN(milliseconds) ? null : milliseconds * 1000;
    this.event.system.SystemTime = text;
  }

  private setTime(high: number, low: number): void {
    this.event.time = fileTimeMicroseconds(high, low);
    this.event.system.SystemTime = fileTimeText(high, low);
  }

  private dataStep(step: Step, values: Values, depth: number): void {
    const { slot } = step;
    if (slot < 0) {
      for (const part of step.parts) {
        if (typeof part !== "string") this.nested(part.index, values, step.inner, depth);
      }
      this.put(step, values, this.text(step, values));
      return;
    }
    if (this.nested(slot, values, step.inner, depth)) return;
    const type = slot < values.count ? typeOf(values, slot) : ValueType.null;
    if (type === ValueType.null && step.optional) return;
    const size = sizeOf(values, slot);
    if ((type & ARRAY) === 0 || size === 0) this.put(step, values, this.text(step, values));
    else {
      this.spend(size, values.starts[slot]!);
      for (const text of arrayTexts(this.bytes, type, values.starts[slot]!, size))
        this.put(step, values, text);
    }
  }

  /** Takes the values of binary XML in a slot; `false` when the slot holds something else. */
  private nested(slot: number, values: Values, role: Role, depth: number): boolean {
    if (slot >= values.count || typeOf(values, slot) !== ValueType.binXml) return false;
    const start = values.starts[slot]!;
    this.fragment(start, start + sizeOf(values, slot), role, depth + 1);
    return true;
  }

  private put(step: Step, values: Values, text: string): void {
    if (step.skipEmpty && text === "") return;
    const key = step.keyParts === undefined ? step.key : this.join(step.keyParts, values);
    if (key === "") this.event.data[`Data${this.unnamed++}`] = text;
    else addTo(this.event.data, key, text);
  }

  private number(step: Step, values: Values): number | null {
    const { slot } = step;
    const value =
      slot >= 0
        ? integerValue(this.bytes, typeOf(values, slot), values.starts[slot]!, sizeOf(values, slot))
        : undefined;
    const number = value ?? Number(this.text(step, values));
    return Number.isNaN(number) ? null : number;
  }

  private text(step: Step, values: Values): string {
    const { slot } = step;
    if (slot < 0) return this.join(step.parts, values);
    if (isEmpty(values, slot)) return "";
    const start = values.starts[slot]!;
    const size = sizeOf(values, slot);
    const type = typeOf(values, slot);
    const isRepeated =
      size === step.lastSize &&
      type === step.lastType &&
      step.lastChunk === this.chunk &&
      sameBytes(this.bytes, start, step.lastStart, size);
    if (!isRepeated) {
      step.lastText = this.slotText(slot, values);
      step.lastSize = size;
      step.lastType = type;
      step.lastChunk = this.chunk;
      step.lastStart = start;
    }
    return step.lastText;
  }

  private join(parts: Step["parts"], values: Values): string {
    let text = "";
    for (const part of parts) text += typeof part === "string" ? part : this.slotText(part.index, values);
    return text;
  }

  private slotText(slot: number, values: Values): string {
    if (isEmpty(values, slot)) return "";
    const [type, start, size] = [typeOf(values, slot), values.starts[slot]!, sizeOf(values, slot)];
    this.spend(size, start);
    if (type === ValueType.binXml) return "";
    return type & ARRAY
      ? arrayTexts(this.bytes, type, start, size).join(",")
      : valueText(this.bytes, type, start, size);
  }

  /** Counts what a record expands to, so that slots within slots cannot make a small record huge. */
  private spend(bytes: number, at: number): void {
    this.expansion += bytes + 1;
    if (this.expansion > MAX_EXPANSION) throw new EvtxFault("values repeat without end", at);
  }
}

function isEmpty(values: Values, slot: number): boolean {
  return slot >= values.count || typeOf(values, slot) === ValueType.null || sizeOf(values, slot) === 0;
}

function typeOf(values: Values, slot: number): number {
  return (values.kinds[slot]! >>> 16) & 0xff;
}

function sizeOf(values: Values, slot: number): number {
  return values.kinds[slot]! & 0xffff;
}

function sameBytes(bytes: Buffer, a: number, b: number, size: number): boolean {
  for (let i = 0; i < size; i++) if (bytes[a + i] !== bytes[b + i]) return false;
  return true;
}

function emptyEvent(id: number): Draft {
  return {
    record: id,
    time: null,
    computer: null,
    channel: null,
    provider: null,
    eventId: null,
    level: null,
    userSid: null,
    recordId: id,
    data: emptyBag(),
    system: emptyBag(),
  };
}
