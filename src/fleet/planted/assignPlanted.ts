import type { Random } from "../../core/random";
import type { Host } from "../hosts";
import type { Domain, User } from "../users";
import { eventCacheManager } from "./eventCacheManager";
import { hijackedTask } from "./hijackedTask";
import { lookAlike } from "./lookAlike";
import type { PlantedItem } from "./plantedItem";
import { quietRuns } from "./quietRuns";
import { randomLetters } from "./randomLetters";

/** All items, in the order in which they choose their hosts. */
export const PLANTED_ITEMS: readonly PlantedItem[] = [
  eventCacheManager,
  hijackedTask,
  quietRuns,
  randomLetters,
  lookAlike,
];

/** An item that was not planted, and why. */
export interface Omission {
  readonly id: string;
  readonly reason: string;
}

/** Which item goes to which host, and whose account the intruders use. */
export interface Assignment {
  readonly items: ReadonlyMap<Host, readonly PlantedItem[]>;
  readonly omitted: readonly Omission[];
  readonly stolen: User;
  readonly from: string;
}

/**
 * Chooses a host for every item that fits the period: of the kind it suits and without another item if there is one,
 * else of that kind, else any. Hosts installed within the period are left alone.
 */
export function assignPlanted(
  hosts: readonly Host[],
  domain: Domain,
  days: number,
  random: Random,
): Assignment {
  const items = new Map<Host, PlantedItem[]>();
  const omitted: Omission[] = [];
  const settled = hosts.filter((host) => host.installedOn === 0);
  for (const item of PLANTED_ITEMS) {
    if (days < item.minimumDays || settled.length === 0) {
      const reason = settled.length === 0 ? "no host runs from the start" : `needs ${item.minimumDays} days`;
      omitted.push({ id: item.id, reason });
      continue;
    }
    const own = random.fork(item.id);
    const free = settled.filter((host) => !items.has(host));
    const fitting = [free.filter(item.suits), settled.filter(item.suits), free, settled].find(
      (some) => some.length > 0,
    )!;
    const host = own.pick(fitting);
    items.set(host, [...(items.get(host) ?? []), item]);
  }
  const workstations = hosts.filter((host) => host.client);
  const from = workstations.length === 0 ? hosts[0]! : random.fork("from").pick(workstations);
  return { items, omitted, stolen: random.fork("stolen").pick(domain.admins), from: from.name };
}
