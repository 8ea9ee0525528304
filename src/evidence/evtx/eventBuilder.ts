import type { EventRecord } from "../event";
import { addTo, type Bag, emptyBag } from "./bag";
import { type NamedBytes, parseElement, skipProlog, Token } from "./binXml";
import { u16, u32 } from "./bytes";
import type { DataStep, EventPlan, Role, SystemStep, Text } from "./eventPlan";
import { compileEvent } from "./eventPlan";
import { EvtxFault } from "./fault";
import { fileTimeMicroseconds, fileTimeText } from "./fileTime";
import { DEFINITION_HEADER, planOf, type Template, templateAt } from "./templates";
import { ARRAY, arrayTexts, ValueType, valueText } from "./values";

/** Deepest nesting of binary XML in values; Windows itself uses two levels. */
const MAX_DEPTH = 16;

/** Where the values of one template instance lie in the chunk. Reused from record to record. */
interface Values {
  count: number;
  readonly types: Uint8Array;
  readonly starts: Uint32Array;
  readonly sizes: Uint16Array;
}

/** The fields of `System` that every event has. */
interface Fields {
  time: number | null | undefined;
  computer: string | null;
  channel: string | null;
  provider: string | null;
  eventId: number | null;
  level: number | null;
  userSid: string | null;
  recordId: number | null;
}

/** Fields of `System` that hold numbers whatever their type in the template. */
const NUMBERS = new Set(["Version", "Task", "Opcode", "Qualifiers", "ProcessID", "ThreadID"]);

/** Turns the binary XML of one record after the other into events. One builder serves one chunk. */
export class EventBuilder {
  private readonly source: NamedBytes;
  private readonly templates = new Map<number, Template>();
  private readonly levels: Values[] = [];
  private data: Bag = emptyBag();
  private system: Bag = emptyBag();
  private fields = emptyFields();
  private unnamed = 0;

  constructor(bytes: Buffer) {
    this.source = { bytes, names: new Map() };
  }

  /** The event whose binary XML lies from `start` to `end`. Throws an `EvtxFault` where it makes no sense. */
  build(start: number, end: number, id: number, writtenHigh: number, writtenLow: number): EventRecord {
    this.data = emptyBag();
    this.system = emptyBag();
    this.fields = emptyFields();
    this.unnamed = 0;
    this.fragment(start, end, "event", 0);
    const { fields } = this;
    if (fields.time === undefined) this.setTime(writtenHigh, writtenLow);
    return {
      record: fields.recordId ?? id,
      time: fields.time ?? null,
      computer: fields.computer,
      channel: fields.channel,
      provider: fields.provider,
      eventId: fields.eventId,
      level: fields.level,
      userSid: fields.userSid,
      recordId: fields.recordId ?? id,
      data: this.data,
      system: this.system,
    };
  }

  private fragment(start: number, end: number, role: Role, depth: number): void {
    if (depth > MAX_DEPTH) throw new EvtxFault(`binary XML is nested deeper than ${MAX_DEPTH}`, start);
    const at = skipProlog(this.source, start, end);
    if (at >= end) return;
    const token = this.source.bytes[at]!;
    if (token === Token.template) this.instance(at + 1, end, role, depth);
    else if (token !== Token.end) {
      const root = parseElement(this.source, at, end, false);
      this.run(compileEvent(root, role), this.level(depth, 0), depth);
    }
  }

  /** A template instance: where its definition stands, then the sizes and types of its values, then the values. */
  private instance(start: number, end: number, role: Role, depth: number): void {
    const { bytes } = this.source;
    if (start + 9 > end) throw new EvtxFault("template instance is cut off", start);
    const definition = u32(bytes, start + 5);
    let at = start + 9;
    const template = templateAt(this.source, this.templates, definition);
    if (definition === at) at += DEFINITION_HEADER + u32(bytes, at + 20);
    if (at + 4 > end) throw new EvtxFault("template instance is cut off", at);
    const count = u32(bytes, at);
    at += 4;
    if (count * 4 > end - at) throw new EvtxFault(`${count} template values do not fit the record`, at - 4);
    const values = this.level(depth, count);
    let value = at + 4 * count;
    for (let i = 0; i < count; i++, at += 4) {
      const size = u16(bytes, at);
      values.sizes[i] = size;
      values.types[i] = bytes[at + 2]!;
      values.starts[i] = value;
      value += size;
    }
    if (value > end) throw new EvtxFault("template values run out of the record", at);
    this.run(planOf(template, role), values, depth);
  }

  private level(depth: number, count: number): Values {
    let values = this.levels[depth];
    if (values === undefined || values.types.length < count) {
      const room = Math.max(64, 2 * count);
      values = {
        count,
        types: new Uint8Array(room),
        starts: new Uint32Array(room),
        sizes: new Uint16Array(room),
      };
      this.levels[depth] = values;
    }
    values.count = count;
    return values;
  }

  private run(plan: EventPlan, values: Values, depth: number): void {
    for (const step of plan.system) this.systemStep(step, values);
    for (const step of plan.data) this.dataStep(step, values, depth);
  }

  private systemStep(step: SystemStep, values: Values): void {
    const { slot } = step;
    if (slot >= 0 && isEmpty(values, slot)) return;
    if (step.field === "time" && slot >= 0 && values.types[slot] === ValueType.fileTime) {
      const { bytes } = this.source;
      this.setTime(u32(bytes, values.starts[slot]! + 4), u32(bytes, values.starts[slot]!));
      return;
    }
    this.setSystem(step.field, this.text(step, values));
  }

  private setSystem(field: string, text: string): void {
    switch (field) {
      case "provider":
      case "channel":
      case "computer":
      case "userSid":
        this.fields[field] = text;
        return;
      case "eventId":
      case "level":
      case "recordId": {
        const number = Number(text);
        this.fields[field] = Number.isFinite(number) ? number : null;
        return;
      }
      case "time": {
        const milliseconds = Date.parse(text);
        this.fields.time = Number.isNaN(milliseconds) ? null : milliseconds * 1000;
        this.system.SystemTime = text;
        return;
      }
      default:
        this.system[field] = NUMBERS.has(field) ? Number(text) : text;
    }
  }

  private setTime(high: number, low: number): void {
    this.fields.time = fileTimeMicroseconds(high, low);
    this.system.SystemTime = fileTimeText(high, low);
  }

  private dataStep(step: DataStep, values: Values, depth: number): void {
    const { slot } = step;
    if (slot < 0) {
      this.mixedStep(step, values, depth);
      return;
    }
    const type = slot < values.count ? values.types[slot]! : ValueType.null;
    if (type === ValueType.binXml) {
      const start = values.starts[slot]!;
      this.fragment(start, start + values.sizes[slot]!, step.inner, depth + 1);
      return;
    }
    if (type & ARRAY && values.sizes[slot]! > 0) {
      const { bytes } = this.source;
      for (const text of arrayTexts(bytes, type, values.starts[slot]!, values.sizes[slot]!)) {
        this.put(step, values, text);
      }
      return;
    }
    this.put(step, values, this.slotText(slot, values));
  }

  /** Text of several parts; a nested fragment among them gives its own values. */
  private mixedStep(step: DataStep, values: Values, depth: number): void {
    for (const part of step.parts) {
      if (typeof part === "string" || part.index >= values.count) continue;
      if (values.types[part.index] !== ValueType.binXml) continue;
      const start = values.starts[part.index]!;
      this.fragment(start, start + values.sizes[part.index]!, step.inner, depth + 1);
    }
    this.put(step, values, this.text(step, values));
  }

  private put(step: DataStep, values: Values, text: string): void {
    if (step.skipEmpty && text === "") return;
    const key = step.keyText === undefined ? step.key : this.text(step.keyText, values);
    if (key === undefined) this.data[`Data${this.unnamed++}`] = text;
    else addTo(this.data, key, text);
  }

  private text(text: Text, values: Values): string {
    if (text.slot >= 0) return this.slotText(text.slot, values);
    let joined = "";
    for (const part of text.parts)
      joined += typeof part === "string" ? part : this.slotText(part.index, values);
    return joined;
  }

  private slotText(slot: number, values: Values): string {
    if (isEmpty(values, slot)) return "";
    const type = values.types[slot]!;
    const start = values.starts[slot]!;
    const size = values.sizes[slot]!;
    if (type === ValueType.binXml) return "";
    return type & ARRAY
      ? arrayTexts(this.source.bytes, type, start, size).join(",")
      : valueText(this.source.bytes, type, start, size);
  }
}

function isEmpty(values: Values, slot: number): boolean {
  return slot >= values.count || values.types[slot] === ValueType.null || values.sizes[slot] === 0;
}

function emptyFields(): Fields {
  return {
    time: undefined,
    computer: null,
    channel: null,
    provider: null,
    eventId: null,
    level: null,
    userSid: null,
    recordId: null,
  };
}
