import { linearRegex } from "../../linearRegex";
import { IpIndex } from "../index/ipIndex";
import { Matcher } from "../index/matcher";
import type { Indicator } from "../indicator";
import { classify } from "../normalise/classify";
import { canonicalCidr } from "../normalise/ipAddress";
import { normalise } from "../normalise/normalise";
import { refang } from "../normalise/refang";
import { type Atom, atomsOf, typeOfProperty } from "./comparisonAtom";
import type { Comparison, Condition, PatternValue } from "./pattern";
import type { RowValue } from "./rowView";

/** Says of the values of one row whether a condition holds. */
export type RowTest = (values: readonly RowValue[]) => boolean;

/** Makes the test of a condition. Throws a `SyntaxError` for an expression that RE2 refuses. */
export function rowTest(condition: Condition): RowTest {
  switch (condition.kind) {
    case "and": {
      const tests = condition.parts.map(rowTest);
      return (values) => tests.every((test) => test(values));
    }
    case "or": {
      const tests = condition.parts.map(rowTest);
      return (values) => tests.some((test) => test(values));
    }
    case "not": {
      const test = rowTest(condition.part);
      return (values) => !test(values);
    }
    default:
      return comparisonTest(condition.comparison);
  }
}

/**
 * Indicators of which a row must hold one for a condition to be true, or undefined when no value says so: such a
 * condition must be tried on every row.
 */
export function probesOf(condition: Condition): Indicator[] | undefined {
  switch (condition.kind) {
    case "and": {
      const all = condition.parts.map(probesOf).filter((probes) => probes !== undefined);
      return all.length === 0
        ? undefined
        : all.reduce((best, probes) => (better(probes, best) ? probes : best));
    }
    case "or": {
      const all = condition.parts.map(probesOf);
      return all.some((probes) => probes === undefined) ? undefined : all.flatMap((probes) => probes!);
    }
    case "not":
      return undefined;
    default: {
      const atoms = isLog(condition.comparison) ? undefined : atomsOf(condition.comparison);
      const probes = atoms?.map(probeOf);
      return probes?.every((probe) => probe !== undefined) ? probes : undefined;
    }
  }
}

/** Expressions are the dearest probes. */
function better(a: readonly Indicator[], b: readonly Indicator[]): boolean {
  const cost = (probes: readonly Indicator[]) =>
    probes.filter(({ type }) => type === "regex").length * 100 + probes.length;
  return cost(a) < cost(b);
}

function probeOf({ type, value }: Atom): Indicator | undefined {
  const normal = normalise(type, type === "regex" ? value : refang(value));
  if ("unused" in normal) return undefined;
  const nothing = { lists: [], title: null, level: null, attack: [], validFrom: null, validUntil: null };
  return { type, value: normal.value, original: value, field: "", ...nothing };
}

function comparisonTest(comparison: Comparison): RowTest {
  const { operator, values } = comparison;
  const isHere = columnTest(comparison);
  if (operator === "EXISTS") return (row) => row.some(({ name }) => isNamed(comparison, name));
  if (operator === "!=") {
    const same = comparisonTest({ ...comparison, operator: "=" });
    const isOfKind = kindTest(comparison);
    return (row) => row.some((one) => isHere(one.name) && isOfKind(one)) && !same(row);
  }
  const probes = isLog(comparison) ? undefined : atomsOf(comparison)?.map(probeOf);
  if (probes?.every((probe) => probe !== undefined)) {
    const matcher = new Matcher(probes);
    return (row) => row.some(({ name, value }) => isHere(name) && matcher.match(String(value)).length > 0);
  }
  if (operator === "ISSUPERSET") {
    return (row) =>
      row.some(
        ({ name, value }) => isHere(name) && values.some((part) => holds(String(value), String(part))),
      );
  }
  const tests = values.map((value) => valueTest(comparison, value));
  return (row) =>
    row.some(({ name, value }) => isNamed(comparison, name) && tests.some((test) => test(value)));
}

/** Whether a network of a row holds an address or a network. */
function holds(network: string, part: string): boolean {
  const whole = canonicalCidr(network);
  const [address, length] = (canonicalCidr(part) ?? part).split("/") as [string, string | undefined];
  if (whole === undefined || (length !== undefined && +length < +whole.split("/")[1]!)) return false;
  const index = new IpIndex();
  index.add(whole, 0);
  return index.find(address).length > 0;
}

/** Whether a value is what a property speaks of: by its form, or else by the name of its column. */
function kindTest(comparison: Comparison): (value: RowValue) => boolean {
  const { object, property, values } = comparison;
  const type = typeOfProperty(object, property, String(values[0]));
  const forms: readonly unknown[] = type === "filename" || type === "path" ? ["filename", "path"] : [type];
  return type !== undefined && FORMS.has(type)
    ? ({ value }) => typeof value === "string" && forms.includes(classify(refang(value)))
    : ({ name }) => isNamed(comparison, name);
}

/** Types that a value shows by its form alone. */
const FORMS: ReadonlySet<string> = new Set(
  "domain ip cidr url email md5 sha1 sha256 sha512 path filename registry".split(" "),
);

function valueTest({ operator }: Comparison, wanted: PatternValue): (value: PatternValue) => boolean {
  const number = typeof wanted === "string" ? Number.NaN : Number(wanted);
  const order = ORDERS[operator];
  if (order !== undefined) {
    return (value) => !Number.isNaN(number) && order(numberOf(value), number);
  }
  if (operator === "MATCHES") {
    const expression = linearRegex(String(wanted), { dotAll: true });
    return (value) => expression.test(String(value));
  }
  const text = String(wanted).toLowerCase();
  if (operator === "CONTAINS" || operator === "LIKE") {
    const part = text.replace(/^%|%$/g, "");
    return (value) => String(value).toLowerCase().includes(part);
  }
  if (operator === "STARTS") return (value) => String(value).toLowerCase().startsWith(text);
  if (operator === "ENDS") return (value) => String(value).toLowerCase().endsWith(text);
  return (value) =>
    Number.isNaN(number) ? String(value).toLowerCase() === text : numberOf(value) === number;
}

const ORDERS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
};

function numberOf(value: PatternValue): number {
  if (typeof value === "string" && value.trim() === "") return Number.NaN;
  return typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number(value);
}

/** CHIRP's log name: a column of its own, never a word somewhere. */
function isLog({ object, property }: Comparison): boolean {
  return object === "event" && property === "channel";
}

/** Names that columns of logs have for properties of STIX and OpenIOC; compared in letters and digits only. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  dstport: ["destinationport", "destport", "idrespp", "remoteport"],
  srcport: ["sourceport", "idorigp", "localport"],
  remoteport: ["destinationport"],
  pid: ["processid", "newprocessid"],
  size: ["filesize", "bytes"],
  sizeinbytes: ["size", "filesize"],
  protocols: ["protocol", "proto"],
  channel: ["channel"],
};

function isNamed({ property }: Comparison, column: string): boolean {
  const wanted = bare(property.replace(/\[[^\]]*\]$/, ""));
  const name = bare(column);
  return name === wanted || ALIASES[wanted]?.includes(name) === true;
}

/** The last step of a dotted or slashed name, in letters and digits. */
function bare(name: string): string {
  return name
    .replace(/^.*[./]/s, "")
    .replace(/[^A-Za-z0-9]/g, "")
    .toLowerCase();
}

const HINTS: readonly (readonly [RegExp, RegExp])[] = [
  [/parent/i, /parent/i],
  [/command_line|arguments/i, /command|argument|script|data/i],
  [/dst_ref|remoteIP/i, /dest|dst|remote|resp|data/i],
  [/src_ref|localIP/i, /source|src|local|orig|data/i],
];

/** Which columns a property may stand in: all, but for those that properties of a parent or of one side name. */
function columnTest({ object, property }: Comparison): (name: string) => boolean {
  const path = `${object}:${property}`;
  const hint = HINTS.find(([expression]) => expression.test(path))?.[1];
  if (hint !== undefined) return (name) => hint.test(name);
  return /^(?:process|file):|processEvent\/|ProcessItem\//.test(path)
    ? (name) => !/parent/i.test(name)
    : () => true;
}
