import { checkInteger, checkOptions, describe } from "../core/check";

/** Every kind of evidence that the fleet has, in the order in which it is written. */
export const ARTEFACT_NAMES = ["tasks", "logons", "processes", "services", "network"] as const;

/** A kind of evidence of the fleet. */
export type ArtefactName = (typeof ARTEFACT_NAMES)[number];

/** Options of `generateFleet` and `ensureFleet`. */
export interface FleetOptions {
  /** Everything random comes from it. @default 1 */
  readonly seed?: number;
  /** Number of machines, at least 1, at most 2000. @default 100 */
  readonly hosts?: number;
  /** Length of the period in days, at least 1, at most 400. @default 30 */
  readonly days?: number;
  /** First day (UTC), `YYYY-MM-DD`. @default "2025-03-03" */
  readonly start?: string;
  /** Kinds of evidence to write; leaving some out changes nothing in the others. @default all */
  readonly artefacts?: readonly ArtefactName[];
  /** Draws no progress. @default false */
  readonly quiet?: boolean;
  /** Told after each host. @default nothing */
  readonly onProgress?: (done: number, total: number) => void;
}

/** The options that decide the content of a fleet, all filled in. */
export interface FleetSettings {
  readonly seed: number;
  readonly hosts: number;
  readonly days: number;
  readonly start: string;
  readonly artefacts: readonly ArtefactName[];
}

const FLEET_OPTIONS = ["seed", "hosts", "days", "start", "artefacts", "quiet", "onProgress"] as const;

/** Checks the options and fills in the defaults; `where` is named in errors. */
export function fleetSettings(where: string, options: FleetOptions): FleetSettings {
  checkOptions(where, options, FLEET_OPTIONS);
  const { seed = 1, hosts = 100, days = 30, start = "2025-03-03", artefacts = ARTEFACT_NAMES } = options;
  checkInteger(where, "seed", seed, 0, 2 ** 32 - 1);
  checkInteger(where, "hosts", hosts, 1, 2000);
  checkInteger(where, "days", days, 1, 400);
  if (typeof start !== "string" || !isDay(start)) {
    throw new RangeError(
      `${where}: start must be a day as YYYY-MM-DD from 1990 to 2100, got ${describe(start)}`,
    );
  }
  return { seed, hosts, days, start, artefacts: checkArtefacts(where, artefacts) };
}

/** In the fleet's own order, each once. */
function checkArtefacts(where: string, artefacts: readonly ArtefactName[]): ArtefactName[] {
  const known: readonly string[] = ARTEFACT_NAMES;
  if (!Array.isArray(artefacts) || artefacts.length === 0) {
    throw new TypeError(
      `${where}: artefacts must be a list of ${known.join(", ")}, got ${describe(artefacts)}`,
    );
  }
  const strange = artefacts.find((name) => !known.includes(name));
  if (strange !== undefined) {
    throw new RangeError(`${where}: artefacts must be among ${known.join(", ")}, got ${describe(strange)}`);
  }
  return ARTEFACT_NAMES.filter((name) => artefacts.includes(name));
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(time)) return false;
  return new Date(time).toISOString().startsWith(text) && text >= "1990" && text < "2101";
}
