import type { EventRecord } from "../event";
import { quoted } from "../quoted";
import { NameCounts } from "./bag";
import { u32 } from "./binXml/bytes";
import { EvtxFault } from "./binXml/fault";
import { fileTimeMicroseconds, TimeWriter } from "./binXml/fileTime";
import { NamedBytes } from "./binXml/namedBytes";
import { parseElement, skipProlog, Token } from "./binXml/parseElement";
import { SlotValues } from "./binXml/slotValues";
import { ARRAY, arrayTexts, integerValue, ValueType, valueText } from "./binXml/valueText";
import { compileEvent, type Role, type Step } from "./eventPlan";
import { EvtxEvent } from "./evtxEvent";
import { DEFINITION_HEADER, type TemplateStore, Templates } from "./templates";

/** Deepest nesting of binary XML in values; Windows itself uses two levels. */
const MAX_DEPTH = 16;
/**
 * What the records of a chunk may expand to, in bytes and values. Templates repeat values, so that a crafted chunk
 * could hold gigabytes; a chunk of Windows comes to a few times its size.
 */
const MAX_EXPANSION = 16 * 65536;
/** Values up to this size are compared with the record before, and shared with it when they are the same. */
const MAX_SHARED = 512;

/** Turns the binary XML of one record after the other into events. One builder serves one chunk. */
export class EventBuilder {
  private readonly source: NamedBytes;
  private readonly templates: Templates;
  private readonly chunk: number;
  private readonly levels: SlotValues[] = [];
  private readonly counts = new NameCounts();
  private event = new EvtxEvent(0);
  private readonly times = new TimeWriter();
  private unnamed = 0;
  /** Whether the event has no data yet, and whether the plan at work has been the only one to write some. */
  private isEmpty = true;
  private isFree = true;
  private hasTime = false;
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
    const event = new EvtxEvent(id);
    this.event = event;
    this.unnamed = 0;
    this.isEmpty = true;
    this.hasTime = false;
    this.counts.clear();
    this.fragment(start, end, "event", 0);
    if (!this.hasTime) this.setTime(writtenHigh, writtenLow);
    return event;
  }

  private fragment(start: number, end: number, role: Role, depth: number): void {
    if (depth > MAX_DEPTH) throw new EvtxFault(`binary XML is nested deeper than ${MAX_DEPTH}`, start);
    this.spend(end - start, start);
    const isPlain = this.bytes[start] === Token.fragment && this.bytes[start + 4] === Token.template;
    const at = isPlain ? start + 4 : skipProlog(this.source, start, end);
    if (at >= end) return;
    const token = this.bytes[at]!;
    if (token === Token.template) this.instance(at + 1, end, role, depth);
    else if (token !== Token.end) {
      const root = parseElement(this.source, at, end, false);
      this.run(compileEvent(root, role), NO_VALUES, depth);
    }
  }

  /** A template instance: number (1, 4), offset of the definition (4), the definition if new, the values. */
  private instance(start: number, end: number, role: Role, depth: number): void {
    let at = start + 9;
    if (at > end) throw new EvtxFault("template instance is cut off", start);
    const definition = u32(this.bytes, start + 5);
    const plan = this.templates.plan(definition, role);
    if (definition === at) at += DEFINITION_HEADER + u32(this.bytes, at + 20);
    let values = this.levels[depth];
    if (values === undefined) {
      values = new SlotValues();
      this.levels[depth] = values;
    }
    values.read(this.bytes, at, end);
    this.run(plan, values, depth);
  }

  private run(plan: readonly Step[], values: SlotValues, depth: number): void {
    this.isFree = this.isEmpty;
    for (let i = 0; i < plan.length; i++) {
      const step = plan[i]!;
      if (step.target === "data") this.dataStep(step, values, depth);
      else if (step.slot < 0 || !values.isEmpty(step.slot)) this.systemStep(step, values);
    }
  }

  private systemStep(step: Step, values: SlotValues): void {
    const { event } = this;
    const { target } = step;
    switch (target) {
      case "provider":
      case "channel":
      case "computer":
      case "userSid":
        event[target] = this.text(step, values);
        break;
      case "eventId":
      case "level":
        event[target] = this.number(step, values);
        break;
      case "recordId":
        event.record = this.number(step, values) ?? event.record;
        event.recordId = event.record;
        break;
      case "time":
        this.timeStep(step, values);
        break;
      case "number":
        this.putSystem(step, this.number(step, values));
        break;
      default:
        this.putSystem(step, this.text(step, values));
    }
  }

  private putSystem(step: Step, value: string | number | null): void {
    const { systemBag } = this.event;
    if (step.isUnique && systemBag.isText) systemBag.add(step.memberOf(value));
    else systemBag.set(step.key, value);
  }

  private timeStep(step: Step, values: SlotValues): void {
    const { slot } = step;
    if (slot >= 0 && values.type(slot) === ValueType.fileTime && values.size(slot) === 8) {
      const start = values.start(slot);
      this.setTime(u32(this.bytes, start + 4), u32(this.bytes, start));
      return;
    }
    const text = this.text(step, values);
    const milliseconds = Date.parse(text);
    this.event.time = Number.isNaN(milliseconds) ? null : milliseconds * 1000;
    this.putTime(text, quoted(text));
  }

  private setTime(high: number, low: number): void {
    this.event.time = fileTimeMicroseconds(high, low);
    const text = this.times.text(high, low);
    this.putTime(text, `"${text}"`);
  }

  private putTime(text: string, json: string): void {
    const { systemBag } = this.event;
    if (systemBag.isText && !this.hasTime) systemBag.add(`,"SystemTime":${json}`);
    else systemBag.set("SystemTime", text);
    this.hasTime = true;
  }

  private dataStep(step: Step, values: SlotValues, depth: number): void {
    const { slot } = step;
    if (slot < 0) {
      for (const part of step.parts) {
        if (typeof part !== "string") this.nested(part.index, values, step.inner, depth);
      }
    } else {
      const type = values.type(slot);
      if (type === ValueType.binXml) {
        this.nested(slot, values, step.inner, depth);
        return;
      }
      if (type === ValueType.null && step.optional) return;
      if (type & ARRAY && values.size(slot) > 0) {
        this.spend(values.size(slot), values.start(slot));
        const texts = arrayTexts(this.bytes, type, values.start(slot), values.size(slot));
        this.isFree = false;
        for (const text of texts) this.put(step, values, text);
        return;
      }
    }
    this.put(step, values, this.text(step, values));
  }

  /** Takes the values of binary XML in a slot; another value gives none. */
  private nested(slot: number, values: SlotValues, role: Role, depth: number): void {
    if (values.type(slot) !== ValueType.binXml) return;
    const start = values.start(slot);
    this.fragment(start, start + values.size(slot), role, depth + 1);
    this.isFree = false;
  }

  private put(step: Step, values: SlotValues, text: string): void {
    if (step.skipEmpty && text === "") return;
    const { dataBag } = this.event;
    this.isEmpty = false;
    if (this.isFree && step.isUnique && dataBag.isText) {
      dataBag.add(step.memberOf(text));
      return;
    }
    const key = step.keyParts === undefined ? step.key : this.join(step.keyParts, values);
    if (key === "") dataBag.set(`Data${this.unnamed++}`, text);
    else {
      const data = dataBag.object();
      dataBag.set(key in data ? this.counts.free(data, key) : key, text);
    }
  }

  private number(step: Step, values: SlotValues): number | null {
    const { slot } = step;
    if (slot >= 0) {
      const value = integerValue(this.bytes, values.type(slot), values.start(slot), values.size(slot));
      if (value !== undefined) return value;
    }
    const text = this.text(step, values).trim();
    const number = text === "" ? Number.NaN : Number(text);
    return Number.isNaN(number) ? null : number;
  }

  private text(step: Step, values: SlotValues): string {
    const { slot } = step;
    if (slot < 0) return this.join(step.parts, values);
    if (values.isEmpty(slot)) return "";
    const size = values.size(slot);
    if (size > MAX_SHARED) return this.slotText(slot, values);
    const type = values.type(slot);
    const start = values.start(slot);
    const isRepeated =
      size === step.lastSize &&
      type === step.lastType &&
      step.lastChunk === this.chunk &&
      sameBytes(this.bytes, start, step.lastStart, size);
    if (isRepeated) this.spend(size, start);
    else {
      step.lastText = this.slotText(slot, values);
      step.lastSize = size;
      step.lastType = type;
      step.lastChunk = this.chunk;
      step.lastStart = start;
    }
    return step.lastText;
  }

  private join(parts: Step["parts"], values: SlotValues): string {
    let text = "";
    for (const part of parts) text += typeof part === "string" ? part : this.slotText(part.index, values);
    return text;
  }

  private slotText(slot: number, values: SlotValues): string {
    const size = values.size(slot);
    const start = values.start(slot);
    this.spend(size, start);
    const type = values.type(slot);
    if (type === ValueType.binXml) return "";
    return type & ARRAY
      ? arrayTexts(this.bytes, type, start, size).join(",")
      : valueText(this.bytes, type, start, size);
  }

  private spend(bytes: number, at: number): void {
    this.expansion += bytes + 1;
    if (this.expansion > MAX_EXPANSION) throw new EvtxFault("values of the chunk repeat without end", at);
  }
}

const NO_VALUES = new SlotValues();

function sameBytes(bytes: Buffer, a: number, b: number, size: number): boolean {
  for (let i = 0; i < size; i++) if (bytes[a + i] !== bytes[b + i]) return false;
  return true;
}
