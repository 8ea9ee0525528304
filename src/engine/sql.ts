/** A piece of SQL with its bound values. Made by the `sql` template; never by joining text. */
export interface Sql {
  readonly text: readonly string[];
  readonly values: readonly unknown[];
}

/**
 * SQL as a template: every `${value}` is bound, never spliced; another `Sql` is inserted whole, and a relation as
 * its query in brackets, to select from.
 *
 * @example
 * sql`host = ${"a"} and ${sql`event_id = ${106}`}`.values.length // 2
 */
export function sql(strings: TemplateStringsArray, ...values: readonly unknown[]): Sql {
  const text: string[] = [strings[0]!];
  const bound: unknown[] = [];
  values.forEach((given, i) => {
    const after = strings[i + 1]!;
    const value = isSql(given) ? given : queryOf(given);
    if (isSql(value)) {
      text[text.length - 1] += value.text[0]!;
      text.push(...value.text.slice(1));
      bound.push(...value.values);
      text[text.length - 1] += after;
    } else {
      bound.push(value);
      text.push(after);
    }
  });
  return { text, values: bound };
}

/**
 * A column or table name, quoted; for names that come from data.
 *
 * @example
 * name('a"b').text[0] // "\"a\"\"b\""
 */
export function name(identifier: string): Sql {
  return { text: [`"${identifier.replaceAll('"', '""')}"`], values: [] };
}

/** Several pieces with a separator between them. */
export function join(pieces: readonly Sql[], separator = ", "): Sql {
  const separatorSql: Sql = { text: [separator], values: [] };
  return pieces.reduce(
    (whole, piece, i) => (i === 0 ? piece : sql`${whole}${separatorSql}${piece}`),
    raw(""),
  );
}

/** Text that is SQL already. For text of our own or of the user's own query; never for text from evidence. */
export function raw(text: string): Sql {
  return { text: [text], values: [] };
}

/** Whether a value is a piece of SQL. */
export function isSql(value: unknown): value is Sql {
  return typeof value === "object" && value !== null && Array.isArray((value as Partial<Sql>).text);
}

function queryOf(value: unknown): unknown {
  const query = (value as { readonly query?: unknown } | null | undefined)?.query;
  return isSql(query) ? sql`(${query}${raw("\n")})` : value;
}
