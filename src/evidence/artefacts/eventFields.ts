/** Fields of events in SQL: parsed out of the JSON in one go, and found by name. Made by {@link eventFields}. */
export interface EventFields<Name extends string> {
  /** SQL of the list of all the fields, to be selected as `f`. */
  readonly list: string;
  /** SQL of the first of these fields that has a value. */
  field(...names: readonly [Name, ...Name[]]): string;
}

/**
 * The fields of an event that a view is made of.
 *
 * What only says that there is nothing counts as missing: the empty text, and Windows' `-`.
 *
 * @example
 * eventFields(["Image", "User"]).field("User") // "nullif(nullif(trim(f[2]), ''), '-')"
 */
export function eventFields<const Name extends string>(names: readonly Name[]): EventFields<Name> {
  const one = (name: Name) => `nullif(nullif(trim(f[${names.indexOf(name) + 1}]), ''), '-')`;
  return {
    list: `json_extract_string(data, [${names.map((name) => `'${name}'`).join(", ")}])`,
    field: (...wanted) => (wanted.length === 1 ? one(wanted[0]) : `coalesce(${wanted.map(one).join(", ")})`),
  };
}

/**
 * SQL of an account as Windows writes it, `DOMAIN\user`; without the domain where there is none.
 *
 * @example
 * account("d", "u") // "coalesce(d || '\\' || u, u)"
 */
export function account(domain: string, user: string): string {
  return `coalesce(${domain} || '\\' || ${user}, ${user})`;
}

/**
 * SQL of a whole number from text in decimal or in hex (`0x1f`); null where it is none.
 *
 * @example
 * wholeNumber("a") // "try_cast(a as bigint)"
 */
export function wholeNumber(text: string): string {
  return `try_cast(${text} as bigint)`;
}

/**
 * SQL of a session's id as Windows shows it, `0x3e7`: lower case, without the zeros that some tools put before it;
 * null for zero, which no session has.
 */
export function logonId(text: string): string {
  return `nullif('0x' || ltrim(lower(regexp_extract(${text}, '^0[xX]([0-9A-Fa-f]+)$', 1)), '0'), '0x')`;
}

/** SQL of an address: an IPv4 address that is written as an IPv6 one in its short form; null for what is none. */
export function address(text: string): string {
  const bare = `regexp_replace(${text}, '^(?i)::ffff:([0-9.]+)$', '\\1')`;
  return `case when regexp_matches(${text}, '^[0-9A-Fa-f.:%]*[.:][0-9A-Za-z.:%]*$') then lower(${bare}) end`;
}

/** SQL of a machine's name like those in `host`: lower case, without domain; addresses stay whole. */
export function hostText(name: string): string {
  const bare = `lower(ltrim(${name}, '\\'))`;
  return `nullif(case when regexp_matches(${name}, '^[0-9.]+$|:') then ${bare} else split_part(${bare}, '.', 1) end, '')`;
}

/** SQL of a name that was looked up: lower case, without the dot at its end. */
export function domainName(name: string): string {
  return `nullif(lower(rtrim(${name}, '.')), '')`;
}
