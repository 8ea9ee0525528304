import type { Random } from "../../src/core/random";

/** Values that stand where none of their kind is looked for. */
const ODD: readonly unknown[] = [
  null,
  "",
  "-",
  0,
  -1,
  1e300,
  true,
  [],
  [null],
  [[]],
  {},
  { Name: null },
  { "#text": {} },
  "\ud800",
  "9".repeat(400),
  "2024-13-01T08:00:00Z",
  { toString: 1, hasOwnProperty: 2 },
];

/** A copy of a JSON value in which some values, picked at random, are odd ones, missing, or under another's name. */
export function damagedJson(value: unknown, numbers: Random): unknown {
  const copy: unknown = structuredClone(value);
  for (let n = numbers.integer(3); n >= 0; n--) {
    const places = placesIn(copy);
    if (places.length === 0) return numbers.pick(ODD);
    const [parent, name] = numbers.pick(places);
    const other = parent as Record<string, unknown>;
    const kind = numbers.integer(4);
    if (kind === 0) delete other[name];
    else
      other[name] = structuredClone(kind === 1 ? other[numbers.pick(Object.keys(other))] : numbers.pick(ODD));
  }
  return copy;
}

function placesIn(value: unknown): (readonly [object, string])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => [[value, name] as const, ...placesIn(item)]);
}
