import type { FieldValue } from "../run/eventFields";

/** An event in which a rule held, or a correlation that held, as other correlations see it. */
export interface Sighting {
  /** Id of the rule. */
  readonly rule: string;
  /** Milliseconds since 1970, with fractions. */
  readonly time: number;
  /** The fields that correlations ask for. */
  readonly fields: ReadonlyMap<string, FieldValue>;
  readonly row: number;
  readonly source: string;
  readonly record: number | null;
  readonly host: string | null;
}

/** A window in which a correlation held. */
export interface Window {
  /** In time order. */
  readonly sightings: readonly Sighting[];
  /** The one with which the condition came true. */
  readonly last: Sighting;
  /** What was counted or measured at that moment. */
  readonly measure: number;
}
