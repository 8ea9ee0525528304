import { existsSync } from "node:fs";
import { FLEET_VERSION, readOrigin } from "./fleetFolder";
import { type FleetOptions, type FleetSettings, fleetSettings } from "./fleetOptions";
import { generateFleet } from "./generateFleet";

/**
 * The folder of a fleet, made first when it is absent, was made by another version of the generator, or lacks some of
 * the artefacts.
 *
 * A fleet of other options is not replaced: somebody asked for it. Throws a `RangeError` then, and an error for a
 * folder that holds something else.
 */
export async function ensureFleet(folder: string, options: FleetOptions = {}): Promise<string> {
  const wanted = fleetSettings("ensureFleet", options);
  const origin = existsSync(folder) ? await readOrigin(folder) : undefined;
  if (origin === undefined || origin.version !== FLEET_VERSION) {
    await generateFleet({ ...options, out: folder });
  } else if (describe(origin) !== describe(wanted)) {
    throw new RangeError(
      `ensureFleet: ${folder} must hold a fleet of ${describe(wanted)}, got ${describe(origin)}; name another folder`,
    );
  } else if (!wanted.artefacts.every((name) => origin.artefacts.includes(name))) {
    const artefacts = [...wanted.artefacts, ...origin.artefacts];
    await generateFleet({ ...options, artefacts, out: folder });
  }
  return folder;
}

function describe({ seed, hosts, days, start }: FleetSettings): string {
  return `seed ${seed}, ${hosts} hosts, ${days} days from ${start}`;
}
