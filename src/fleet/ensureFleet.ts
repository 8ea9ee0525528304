import { existsSync } from "node:fs";
import { FLEET_VERSION, readOrigin } from "./fleetFolder";
import { type FleetOptions, fleetSettings } from "./fleetOptions";
import { generateFleet } from "./generateFleet";

/**
 * The folder of a fleet, made first when it is absent or was made with other options or by another version.
 *
 * A folder that holds something else is refused.
 */
export async function ensureFleet(folder: string, options: FleetOptions = {}): Promise<string> {
  const wanted = fleetSettings("ensureFleet", options);
  const origin = existsSync(folder) ? await readOrigin(folder) : undefined;
  const same =
    origin?.version === FLEET_VERSION &&
    origin.seed === wanted.seed &&
    origin.hosts === wanted.hosts &&
    origin.days === wanted.days &&
    origin.start === wanted.start;
  if (!same) await generateFleet({ ...options, out: folder });
  return folder;
}
