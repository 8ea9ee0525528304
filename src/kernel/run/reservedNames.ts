import { PROBED_NAMES } from "../compiler/runtimeNames";

/** Every name that libraries may look for in the global scope; cells' variables of these names live elsewhere. */
export function reservedNames(): string[] {
  const names = new Set(PROBED_NAMES);
  for (let scope: object | null = globalThis; scope !== null; scope = Object.getPrototypeOf(scope)) {
    for (const name of Object.getOwnPropertyNames(scope)) names.add(name);
  }
  return [...names];
}
