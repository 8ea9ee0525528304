import { fetchedPath } from "../fetched/fetchData";
import type { Attack } from "./attack";
import { knownTechniques } from "./knownTechniques";
import { readAttack } from "./readAttack";

/**
 * The best table of techniques at hand: a given file, else the one that `huntbook data fetch attack` brought, else the
 * techniques of our own rules. Never goes to the network. Throws what {@link readAttack} throws.
 */
export function knownAttack(path?: string): Attack {
  const file = path ?? fetchedPath("attack");
  return file === undefined ? knownTechniques() : readAttack(file);
}
