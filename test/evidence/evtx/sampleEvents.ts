import type { Element, Slot, Value, WrittenRecord } from "./writeEvtx";

const XMLNS = "http://schemas.microsoft.com/win/2004/08/events/event";
/** 2021-02-14T02:37:00.5018667Z */
export const FIRST_TIME = 132577438205018667n;

/** Makers of values, by the name of their type. */
export const value = {
  none: (): Value => ({ type: 0x00, bytes: Buffer.alloc(0) }),
  string: (text: string): Value => ({ type: 0x01, bytes: Buffer.from(text, "utf16le") }),
  of: (type: number, hex: string): Value => ({ type, bytes: Buffer.from(hex.replaceAll(" ", ""), "hex") }),
  strings: (...texts: string[]): Value => ({
    type: 0x81,
    bytes: Buffer.from(texts.map((text) => `${text}\0`).join(""), "utf16le"),
  }),
  u8: (n: number): Value => ({ type: 0x04, bytes: Buffer.from([n]) }),
  u16: (n: number): Value => ({ type: 0x06, bytes: little(2, n) }),
  u32: (n: number): Value => ({ type: 0x08, bytes: little(4, n) }),
  u64: (n: bigint): Value => ({ type: 0x0a, bytes: wide(n) }),
  hex64: (n: bigint): Value => ({ type: 0x15, bytes: wide(n) }),
  fileTime: (n: bigint): Value => ({ type: 0x11, bytes: wide(n) }),
  guid: (hex: string): Value => ({ type: 0x0f, bytes: Buffer.from(hex, "hex") }),
  template: (template: Element, ...values: Value[]): Value => ({ type: 0x21, template, values }),
  element: (element: Element): Value => ({ type: 0x21, element }),
};

function little(size: number, n: number): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.writeUIntLE(n, 0, size);
  return bytes;
}

function wide(n: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(n);
  return bytes;
}

/** A slot whose emptiness takes its attribute or element away, as the slots of `System` are. */
export function optional(slot: number, type: number): Slot {
  return { slot, type, optional: true };
}

/** The frame that Windows puts around every event. Slot 18 is the provider's own part. */
export const EVENT: Element = {
  name: "Event",
  attributes: { xmlns: XMLNS },
  content: [
    {
      name: "System",
      content: [
        { name: "Provider", attributes: { Name: "Sample-Provider", Guid: optional(14, 0x0f) } },
        { name: "EventID", attributes: { Qualifiers: optional(4, 0x06) }, content: [optional(3, 0x06)] },
        { name: "Version", content: [optional(11, 0x04)] },
        { name: "Level", content: [optional(0, 0x04)] },
        { name: "Task", content: [optional(2, 0x06)] },
        { name: "Opcode", content: [optional(1, 0x04)] },
        { name: "Keywords", content: [optional(5, 0x15)] },
        { name: "TimeCreated", attributes: { SystemTime: optional(6, 0x11) } },
        { name: "EventRecordID", content: [optional(10, 0x0a)] },
        {
          name: "Correlation",
          attributes: { ActivityID: optional(7, 0x0f), RelatedActivityID: optional(13, 0x0f) },
        },
        { name: "Execution", attributes: { ProcessID: optional(8, 0x08), ThreadID: optional(9, 0x08) } },
        { name: "Channel", content: ["Sample/Operational"] },
        { name: "Computer", content: ["HOST-1.example.test"] },
        { name: "Security", attributes: { UserID: optional(12, 0x13) } },
      ],
    },
    optional(15, 0x21),
  ],
};

/** A record in Windows' usual frame with the given part of its provider. */
export function sampleRecord(id: number, body: Value, eventId = 100 + id): WrittenRecord {
  const time = FIRST_TIME + BigInt(id) * 12345678n;
  return {
    id,
    written: time,
    template: EVENT,
    values: [
      value.u8(4), // level
      value.u8(0), // opcode
      value.u16(13824), // task
      value.u16(eventId),
      value.none(), // qualifiers
      value.hex64(0x8020000000000000n), // keywords
      value.fileTime(time),
      value.none(), // activity
      value.u32(632), // process
      value.u32(1056), // thread
      value.u64(BigInt(id)),
      value.u8(1), // version
      value.of(0x13, "01 05 000000000005 15000000 01020304 05060708 090a0b0c f4010000"), // user
      value.none(), // related activity
      value.guid("2596845478549449a5ba3e3b0328c30d"), // provider
      body,
    ],
  };
}

/** `EventData` with named values, one slot each, declared as `type`. */
export function namedData(names: readonly string[], type = 0x01): Element {
  return {
    name: "EventData",
    content: names.map((name, slot) => ({
      name: "Data",
      attributes: { Name: name },
      content: [{ slot, type }],
    })),
  };
}
