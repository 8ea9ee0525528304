import { FIRST_TIME, namedData, optional, sampleRecord, value } from "./sampleEvents";
import { type Element, type Value, type WrittenRecord, writeEvtx } from "./writeEvtx";

/** Values of every type that libevtx can print, by a name that says what is in them. */
const SCALARS: Readonly<Record<string, Value>> = {
  String: value.string("plain"),
  StringAccents: value.string("Größe “x” 漢字"),
  StringMarkup: value.string('<b a="1">&amp;\'</b>'),
  StringLines: value.string("one\r\ntwo\nthree"),
  StringNul: value.string("ends with NUL\0"),
  StringControl: value.string("a\u0001b\u001fc"),
  StringEmpty: value.string(""),
  StringLineFeed: value.string("\n"),
  StringBlank: value.string(" "),
  Ansi: value.of(0x02, "61 e9 92 80 00"),
  Int8: value.of(0x03, "ff"),
  Int8Largest: value.of(0x03, "7f"),
  UInt8: value.of(0x04, "ff"),
  Int16: value.of(0x05, "feff"),
  UInt16: value.of(0x06, "feff"),
  Int32: value.of(0x07, "feffffff"),
  Int32Largest: value.of(0x07, "ffffff7f"),
  UInt32: value.of(0x08, "feffffff"),
  Int64: value.of(0x09, "feffffffffffffff"),
  Int64Largest: value.of(0x09, "ffffffffffffff7f"),
  UInt64: value.of(0x0a, "feffffffffffffff"),
  UInt64Exact: value.of(0x0a, "ffffffffffff1f00"),
  UInt64Beyond: value.of(0x0a, "0100000000002000"),
  Real32: value.of(0x0b, "0000003f"),
  Real32Large: value.of(0x0b, "9ed8ade0"),
  Real64: value.of(0x0c, "555555555555d53f"),
  Real64Huge: value.of(0x0c, "9c7500883ce4377e"),
  Real64MinusZero: value.of(0x0c, "0000000000000080"),
  Real64Infinite: value.of(0x0c, "000000000000f0ff"),
  Real64NotANumber: value.of(0x0c, "000000000000f87f"),
  BoolTrue: value.of(0x0d, "01000000"),
  BoolFalse: value.of(0x0d, "00000000"),
  BoolByte: value.of(0x0d, "01"),
  Binary: value.of(0x0e, "00 de ad be ef"),
  Guid: value.of(0x0f, "00112233445566778899aabbccddeeff"),
  Size32: value.of(0x10, "10000000"),
  Size64: value.of(0x10, "1000000000000000"),
  FileTime: value.fileTime(FIRST_TIME),
  FileTimeFirst: value.fileTime(0n),
  FileTimeLeapDay: value.fileTime(133536383999999999n),
  FileTimeNever: value.fileTime(0x7fffffffffffffffn),
  SystemTime: value.of(0x12, "e507 0200 0000 0e00 0200 2500 0000 f501"),
  SystemTimeNone: value.of(0x12, "00".repeat(16)),
  Sid: value.of(0x13, "01 05 000000000005 15000000 01020304 05060708 090a0b0c f4010000"),
  SidShort: value.of(0x13, "01 01 000000000005 12000000"),
  Hex32: value.of(0x14, "ab000080"),
  Hex64: value.of(0x15, "ab00000000000080"),
};

const ARRAYS: Readonly<Record<string, Value>> = {
  Strings: value.strings("a", "", "c", ""),
  StringsUnended: value.of(0x81, "6100 0000 6200"),
  AnsiStrings: value.of(0x82, "61 00 e9 00"),
  Int8s: value.of(0x83, "01 ff"),
  UInt8s: value.of(0x84, "01 ff"),
  Int16s: value.of(0x85, "0100 ffff"),
  UInt16s: value.of(0x86, "0100 ffff"),
  Int32s: value.of(0x87, "01000000 ffffffff"),
  UInt32s: value.of(0x88, "01000000 ffffffff"),
  Int64s: value.of(0x89, "0100000000000000 ffffffffffffffff"),
  UInt64s: value.of(0x8a, "0100000000000000 ffffffffffffffff"),
  Real32s: value.of(0x8b, "0000003f 0000803f"),
  Real64s: value.of(0x8c, "0000000000000840 0000000000001040"),
  Guids: value.of(0x8f, `${"00112233445566778899aabbccddeeff"}${"ff".repeat(16)}`),
  FileTimes: value.of(0x91, "6b1a5f0b7a02d701 0000000000000000"),
  SystemTimes: value.of(0x92, "e5070200 00000e00 02002500 0000f501 e6070200 00000e00 02002500 0000f501"),
  Hex32s: value.of(0x94, "01000000 02000000"),
  Hex64s: value.of(0x95, "0100000000000000 0200000000000000"),
};

/** Classic events: one unnamed `Data` for an array of strings, then the binary data. */
const CLASSIC: Element = {
  name: "EventData",
  content: [
    { name: "Data", content: [optional(0, 0x81)] },
    { name: "Binary", content: [optional(1, 0x0e)] },
  ],
};

const USER_DATA: Element = {
  name: "UserData",
  content: [
    {
      name: "Outer",
      attributes: { xmlns: "urn:sample" },
      content: [
        { name: "First", content: [{ slot: 0, type: 0x01 }] },
        { name: "Inner", content: [{ name: "Item", content: [{ slot: 1, type: 0x81 }] }, { name: "Empty" }] },
      ],
    },
  ],
};

/** Text of every kind between tags, and in an attribute. */
const LITERALS: Element = {
  name: "EventData",
  attributes: { Name: "NAMED_DATA" },
  content: [
    { name: "Data", attributes: { Name: "Literal" }, content: ["literal"] },
    { name: "Data", attributes: { Name: "Slot" }, content: [{ slot: 0, type: 0x01 }] },
    { name: "Data", attributes: { Name: "Entity" }, content: ["a ", { entity: "amp" }, " b"] },
    { name: "Data", attributes: { Name: "Twice" }, content: ["first"] },
    { name: "Data", attributes: { Name: "Twice" }, content: ["second"] },
  ],
};

/** The records of each chunk; ids count on behind `before`. */
export function goldenRecords(before = 0): WrittenRecord[][] {
  const scalars = namedData(Object.keys(SCALARS));
  const arrays = namedData(Object.keys(ARRAYS));
  const empty: Element = {
    name: "UserData",
    content: [{ name: "Shutdown", attributes: { xmlns: "urn:sample" } }],
  };
  const plain: Element = {
    name: "ProcessingErrorData",
    content: [
      { name: "ErrorCode", content: ["15005"] },
      { name: "Payload", content: ["AB"] },
    ],
  };
  const holder: Element = {
    name: "UserData",
    content: [{ name: "Holder", content: [{ slot: 0, type: 0x21 }] }],
  };
  const first = [
    sampleRecord(before + 1, value.template(scalars, ...Object.values(SCALARS))),
    sampleRecord(before + 2, value.template(arrays, ...Object.values(ARRAYS))),
    sampleRecord(
      before + 3,
      value.template(CLASSIC, value.strings("one", "two", ""), value.of(0x0e, "0102")),
    ),
    sampleRecord(before + 4, value.template(CLASSIC, value.none(), value.none())),
    sampleRecord(before + 5, value.template(USER_DATA, value.string("text"), value.strings("i", "j"))),
    sampleRecord(before + 6, value.template(LITERALS, value.string("7"))),
    sampleRecord(before + 7, value.template(empty)),
    sampleRecord(before + 8, value.element(plain)),
    sampleRecord(
      before + 9,
      value.template(holder, value.template(namedData(["Deep"]), value.string("down"))),
    ),
    sampleRecord(before + 10, value.template(scalars, ...Object.values(SCALARS))),
  ];
  const second = Array.from({ length: 5 }, (_, i) =>
    sampleRecord(before + 11 + i, value.template(LITERALS, value.string(String(i))), 4624),
  );
  return [first, second];
}

/** A log with every kind of value and structure, in two chunks. */
export function goldenLog(): Buffer {
  return writeEvtx(goldenRecords());
}
