import { type Bag, emptyBag } from "./bag";

/**
 * Names and values of one event, as the members of a JSON object: `"a":"x","b":1`.
 *
 * Text is what the engine keeps, and making it right away costs less than an object that is written out later. Where
 * a name may come twice, only an object tells: it takes over from the text then.
 */
export class Members {
  private written = "";
  private bag: Bag | undefined;
  /** Whether the text holds all the members. */
  isText = true;

  /** The members as text; `undefined` when they are only in {@link object}. */
  get text(): string | undefined {
    return this.isText ? this.written : undefined;
  }

  /** Adds a member whose name comes once, with a comma before it: `,"name":value`. */
  add(member: string): void {
    this.written = this.written === "" ? member.slice(1) : this.written + member;
  }

  /** Adds or replaces a member of any name; the text ends here. */
  set(name: string, value: unknown): void {
    this.isText = false;
    this.object()[name] = value;
  }

  /** The members as an object. */
  object(): Bag {
    this.bag ??= Object.assign(emptyBag(), JSON.parse(`{${this.written}}`));
    return this.bag!;
  }
}
