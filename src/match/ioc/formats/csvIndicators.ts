import { parseTime } from "../../../evidence/parseTime";
import type { ListSink } from "../collector";
import type { IndicatorType } from "../indicator";
import { classify, SELF_EVIDENT } from "../normalise/classify";
import { suffixOf } from "../normalise/domainName";
import { refang } from "../normalise/refang";
import { levelOf, techniquesIn, titleOf } from "./context";
import { type CsvRecord, csvRecords } from "./csvTable";

/** What a column holds: a type, values of any type, or words about the row. */
type Role = ValueRole | About | undefined;
type ValueRole = IndicatorType | "any";
type About = "title" | "level" | "validFrom" | "validUntil" | "kind";

/** Roles by the words of a column's name; the first that fits counts. */
const ROLES: readonly (readonly [RegExp, Role])[] = [
  [/^(?:valid|first valid) ?from$|^validity start$/, "validFrom"],
  [/^valid ?(?:until|to)$|^expir(?:y|es|ation)(?: date)?$/, "validUntil"],
  [/^(?:confidence|score|severity)$/, "level"],
  [/^(?:indicator|ioc|observable|attribute) ?type$|^type$/, "kind"],
  [/^(?:.*[ _])?(?:md ?5|sha ?(?:1|224|256|384|512)|hash(?:es)?|imphash)(?: hash| sum)?$/, "any"],
  [/^(?:.*[ _])?(?:fqdn|domains?|domain names?|host ?names?|dns(?: names?)?|c2|rrname|qname)$/, "domain"],
  [/^(?:.*[ _])?ips?(?:v[46])?(?: ?addr(?:ess)?(?:es)?)?$/, "any"],
  [/^(?:.*[ _])?ur[il]s?$/, "url"],
  [/^(?:.*[ _])?e ?mails?(?: address(?:es)?)?$/, "email"],
  [/^(?:.*[ _])?file ?names?$/, "filename"],
  [/^(?:.*[ _])?(?:file ?)?paths?$/, "path"],
  [/^(?:.*[ _])?reg(?:istry)?(?: ?keys?)?$/, "registry"],
  [/^(?:.*[ _])?mutex(?:es)?$/, "mutex"],
  [/^(?:indicators?|iocs?|values?|indicator value|ioc value|observables?|artifacts?)$/, "any"],
  [
    /family|malware|threat|campaign|actor|description|comment|notes?|name|role|category|tags?|reference/,
    "title",
  ],
];

/** Words of a column that names the type of its row's indicator. */
const KINDS: readonly (readonly [RegExp, IndicatorType])[] = [
  [/domain|fqdn|host|dns/, "domain"],
  [/^ur[il]/, "url"],
  [/e-?mail/, "email"],
  [/file-?_? ?name|^file$|process/, "filename"],
  [/path|folder|directory/, "path"],
  [/reg(?:istry|_?key)/, "registry"],
  [/mutex|mutant/, "mutex"],
  [/task|service|pipe/, "name"],
  [/imphash/, "imphash"],
];

/** What a list says of rows that it names only for completeness. */
const HARMLESS =
  /^(?:benign|legitimate|legit|clean|harmless|goodware|known[ -]good|white-?listed|allow-?listed|false[ -]positive|not malicious)\b/i;
const SAMPLE = 200;

/**
 * Reads a CSV of indicators. What its columns hold is told by their names and, failing that, by their values: a column
 * counts when nine of ten values have the form of a hash, an address, a name, a URL.
 *
 * A row that calls itself benign or legitimate in any of its words is kept apart. A file name beside hashes describes
 * them and is not hunted. Throws a `SyntaxError` beyond 1,000 columns, and where no column holds indicators.
 */
export function readCsv(text: string, delimiter: string, sink: ListSink): void {
  const [first, ...rest] = csvRecords(text, delimiter);
  if (first === undefined) return;
  const hasHeader = first.cells.every((cell) => !SELF_EVIDENT.has(classify(refang(cell))));
  const records = hasHeader ? rest : [first, ...rest];
  const columns = first.cells.map((cell, i) => {
    const name = hasHeader ? cell.replace(/^\ufeff/, "").trim() : `column ${i + 1}`;
    return { name, role: (hasHeader ? roleOf(name) : undefined) ?? seenRole(records, i) };
  });
  if (!columns.some(({ role }) => isValueRole(role))) {
    throw new SyntaxError(
      `readCsv: no column of indicators among ${columns
        .map(({ name }) => name)
        .join(", ")
        .slice(0, 200)}; name one indicator, domain, ip, url or sha256`,
    );
  }
  for (const record of records) readRecord(record, columns, sink);
}

interface Column {
  readonly name: string;
  readonly role: Role;
}

const ABOUT: ReadonlySet<Role> = new Set<About>(["title", "level", "validFrom", "validUntil", "kind"]);

function isValueRole(role: Role): role is ValueRole {
  return role !== undefined && !ABOUT.has(role);
}

function roleOf(name: string): Role {
  const words = name
    .toLowerCase()
    .replace(/[_\-./]+/g, " ")
    .trim();
  return ROLES.find(([expression]) => expression.test(words))?.[1];
}

function seenRole(records: readonly CsvRecord[], column: number): Role {
  let filled = 0;
  let strict = 0;
  for (const { cells } of records.slice(0, SAMPLE)) {
    const value = refang(cells[column] ?? "");
    if (value === "") continue;
    filled += 1;
    if (SELF_EVIDENT.has(classify(value))) strict += 1;
  }
  return filled > 0 && strict >= 0.9 * filled ? "any" : undefined;
}

function readRecord({ line, cells }: CsvRecord, columns: readonly Column[], sink: ListSink): void {
  const cellsOf = (role: Role) => cells.filter((_, i) => columns[i]?.role === role);
  const kind = cellsOf("kind")[0]?.trim().toLowerCase() ?? "";
  const values = cells.flatMap((cell, i) => {
    const role = columns[i]?.role;
    if (!isValueRole(role)) return [];
    return split(cell).map((value) => ({ value, field: columns[i]!.name, type: typeOf(role, value, kind) }));
  });
  const hasHash = values.some(({ type }) => /^(?:md5|sha|imphash)/.test(type));
  const words = cells.filter((_, i) => columns[i]?.role === undefined || columns[i]?.role === "title");
  const harmless = words.find((cell) => HARMLESS.test(cell.trim()));
  const about = [...cellsOf("title")].filter((cell) => cell.trim() !== "");
  const context = {
    place: `line ${line}`,
    title: titleOf([about.slice(0, 3).join("; ")]),
    level: levelOf(cellsOf("level")[0], 100),
    attack: techniquesIn(words),
    validFrom: timeOf(cellsOf("validFrom")[0]),
    validUntil: timeOf(cellsOf("validUntil")[0]),
    benign:
      harmless === undefined ? undefined : `the list says ${JSON.stringify(harmless.trim().slice(0, 80))}`,
  };
  for (const { value, field, type } of values) {
    const describes = type === "filename" && hasHash;
    sink.add({ ...context, type, value, field, unused: describes ? BESIDE_HASH : undefined });
  }
}

const BESIDE_HASH = "a file name beside hashes describes them; the hashes are hunted";

/** Cells with several values have them apart by blanks, bars, commas or semicolons. */
function split(cell: string): string[] {
  const whole = cell.trim();
  if (whole === "") return [];
  const parts = whole.split(/[\s|;,]+/, MOST_PARTS + 1).filter((part) => part !== "");
  const several =
    parts.length > 1 &&
    parts.length <= MOST_PARTS &&
    parts.every((part) => SELF_EVIDENT.has(classify(refang(part))));
  return several ? parts : [whole];
}

const MOST_PARTS = 100;

function typeOf(column: ValueRole, value: string, kind: string): IndicatorType {
  const bare = refang(value);
  const seen = classify(bare);
  const named = column === "any" ? KINDS.find(([expression]) => expression.test(kind))?.[1] : undefined;
  const role = named ?? column;
  if (role === "any") return seen;
  // A column of hosts has addresses too, and one of domains a URL now and then.
  if (role === "domain" && (seen === "ip" || seen === "cidr" || seen === "url")) return seen;
  if (role === "domain" && seen === "filename" && suffixOf(bare.toLowerCase()) !== "none") return "domain";
  return role;
}

function timeOf(cell: string | undefined): number | null {
  const micros =
    cell === undefined
      ? null
      : parseTime(/^\d{4}-\d\d-\d\d$/.test(cell.trim()) ? `${cell.trim()}T00:00:00Z` : cell);
  return micros === null ? null : micros / 1000;
}
