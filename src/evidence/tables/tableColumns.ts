import { MAX_COLUMNS } from "../../engine/csvRecords";
import { isObject } from "../dialects/fields";

/** Names inside of columns, at all levels, that a table has at most. */
const MAX_INSIDE = 2000;
const MAX_LEVELS = 32;

/** The names inside of a value, by name. */
interface Names extends Map<string, Names> {}

/**
 * Keeps the columns of a table of JSON objects within bounds: the engine takes time by the square of their names and
 * levels, so that one row of a million names would keep it busy for good.
 */
export class TableColumns {
  private readonly columns: Names = new Map();
  private inside = 0;

  /**
   * A row's JSON. A value is kept as JSON text where the names inside of it go beyond {@link MAX_INSIDE} for all rows,
   * or {@link MAX_LEVELS} levels; `asText` hears of its column.
   *
   * Throws a `RangeError` for a row with which the table would have more than {@link MAX_COLUMNS} columns, and for
   * one that is nested too deep to be written. O(values).
   */
  json(row: unknown, asText: (column: string) => void): string {
    if (!isObject(row)) return JSON.stringify(row);
    const names = Object.keys(row);
    const fresh = names.filter((name) => !this.columns.has(name));
    if (this.columns.size + fresh.length > MAX_COLUMNS) {
      const count = this.columns.size + fresh.length;
      throw new RangeError(
        `read: columns of a table must be at most ${MAX_COLUMNS}, got ${count} with this row`,
      );
    }
    for (const name of fresh) this.columns.set(name, new Map());
    const wide = new Set(names.filter((name) => !this.takes(row[name], this.columns.get(name)!)));
    if (wide.size === 0) return JSON.stringify(row);
    for (const name of wide) asText(name);
    const member = (name: string) => {
      const json = JSON.stringify(row[name]);
      return `${JSON.stringify(name)}:${wide.has(name) ? JSON.stringify(json) : json}`;
    };
    return `{${names.map(member).join(",")}}`;
  }

  /** Takes a value's names in; none of them where they are too many. */
  private takes(value: unknown, names: Names): boolean {
    if (typeof value !== "object" || value === null) return true;
    const added: (readonly [Names, string])[] = [];
    const isTaken = this.add(value, names, 1, added);
    if (!isTaken) for (const [parent, name] of added) parent.delete(name);
    else this.inside += added.length;
    return isTaken;
  }

  private add(value: unknown, names: Names, level: number, added: (readonly [Names, string])[]): boolean {
    if (typeof value !== "object" || value === null) return true;
    if (level > MAX_LEVELS) return false;
    if (Array.isArray(value)) return value.every((item) => this.add(item, names, level + 1, added));
    for (const [name, item] of Object.entries(value)) {
      let inside = names.get(name);
      if (inside === undefined) {
        if (this.inside + added.length === MAX_INSIDE) return false;
        inside = new Map();
        names.set(name, inside);
        added.push([names, name]);
      }
      if (!this.add(item, inside, level + 1, added)) return false;
    }
    return true;
  }
}
