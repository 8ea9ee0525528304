import type { LogSource } from "../rule/model";

/** Which events a log source of rules means, and what its fields are called there. */
export interface SourceEntry {
  readonly category?: string | undefined;
  readonly product?: string | undefined;
  readonly service?: string | undefined;
  /** Channels of the event log; none for a log that is no event log. */
  readonly channels: readonly string[];
  /** Event ids; undefined for all. */
  readonly eventIds?: readonly number[] | undefined;
  /** Fields that must have one of these values. */
  readonly when?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Field of rules to field of these events. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
}

/** One kind of event that a log source means. */
export interface SourceVariant {
  /** In lower case; undefined for every channel. */
  readonly channels: ReadonlySet<string> | undefined;
  readonly eventIds: ReadonlySet<number> | undefined;
  readonly when: readonly (readonly [field: string, values: ReadonlySet<string>])[];
  readonly fields: ReadonlyMap<string, string>;
}

/**
 * The kinds of events that a log source means; empty when the map does not know it.
 *
 * A category and a service together must both hold. `product: windows` alone means every event. O(entries).
 */
export function variantsOf(source: LogSource, entries: readonly SourceEntry[]): SourceVariant[] {
  const { category, service, product } = source;
  if (category === undefined && service === undefined) {
    return product === undefined || product === "windows" ? [ANYTHING] : [];
  }
  const fits = (entry: SourceEntry) =>
    product === undefined || entry.product === undefined || entry.product === product;
  const byCategory = category === undefined ? undefined : variants(entries, "category", category, fits);
  const byService = service === undefined ? undefined : variants(entries, "service", service, fits);
  if (byCategory === undefined) return byService!;
  if (byService === undefined) return byCategory;
  return byCategory.flatMap((one) => byService.map((other) => both(one, other)).filter(isPossible));
}

const ANYTHING: SourceVariant = { channels: undefined, eventIds: undefined, when: [], fields: new Map() };

function variants(
  entries: readonly SourceEntry[],
  part: "category" | "service",
  value: string,
  fits: (entry: SourceEntry) => boolean,
): SourceVariant[] {
  return entries
    .filter((entry) => entry[part] === value && entry.channels.length > 0 && fits(entry))
    .map((entry) => ({
      channels: new Set(entry.channels.map((channel) => channel.toLowerCase())),
      eventIds: entry.eventIds === undefined ? undefined : new Set(entry.eventIds),
      when: Object.entries(entry.when ?? {}).map(
        ([field, values]) => [field, new Set(values.map((one) => one.toLowerCase()))] as const,
      ),
      fields: new Map(Object.entries(entry.fields ?? {})),
    }));
}

function both(one: SourceVariant, other: SourceVariant): SourceVariant {
  return {
    channels: meet(one.channels, other.channels),
    eventIds: meet(one.eventIds, other.eventIds),
    when: [...one.when, ...other.when],
    fields: new Map([...other.fields, ...one.fields]),
  };
}

function meet<T>(
  one: ReadonlySet<T> | undefined,
  other: ReadonlySet<T> | undefined,
): ReadonlySet<T> | undefined {
  if (one === undefined) return other;
  return other === undefined ? one : new Set([...one].filter((value) => other.has(value)));
}

function isPossible({ channels, eventIds }: SourceVariant): boolean {
  return channels?.size !== 0 && eventIds?.size !== 0;
}

/** Whether a variant may take events of a channel (lower case) and id; `when` is not looked at. */
export function takes(variant: SourceVariant, channel: string, eventId: number): boolean {
  return (variant.channels?.has(channel) ?? true) && (variant.eventIds?.has(eventId) ?? true);
}

/**
 * A log source in words.
 *
 * @example
 * sourceName({ product: "windows", category: "process_creation" }) // "windows/process_creation"
 */
export function sourceName({ product, category, service }: LogSource): string {
  return [product, category, service].filter((part) => part !== undefined).join("/") || "any";
}
