import type { Random } from "../core/random";
import { characters } from "./identifiers";
import type { User } from "./users";

/** What a host is for; decides its software, its tasks and its rhythm. */
export type Role =
  | "domain-controller"
  | "file"
  | "database"
  | "web"
  | "application"
  | "build"
  | "terminal"
  | "monitoring"
  | "workstation";

/** A place with its own clock. */
export interface Site {
  readonly code: string;
  readonly utcOffsetMinutes: number;
}

/** One machine of the fleet. */
export interface Host {
  /** Its name at the end of the period, upper case, without the domain. */
  readonly name: string;
  readonly role: Role;
  readonly site: Site;
  readonly client: boolean;
  /** Windows build number, which decides the tasks that come with Windows. */
  readonly build: number;
  readonly product: string;
  /** Whether the policy writes 4698 to 4702 into the Security log. */
  readonly audits: boolean;
  /** The person a workstation belongs to. */
  readonly owner?: User;
  /** Day of the period on which the host was installed; 0 for the ones that were there before. */
  readonly installedOn: number;
  /** An earlier name, and the day until which it was used; day 0 means: only while being set up. */
  readonly formerly?: { readonly name: string; readonly untilDay: number };
}

interface RolePlan {
  readonly role: Role;
  readonly code: string;
  readonly weight: number;
}

/** The first three are what even the smallest fleet has. */
const ROLES: readonly RolePlan[] = [
  { role: "application", code: "APP", weight: 23 },
  { role: "workstation", code: "WKS", weight: 8 },
  { role: "database", code: "SQL", weight: 17 },
  { role: "web", code: "WEB", weight: 19 },
  { role: "file", code: "FIL", weight: 16 },
  { role: "domain-controller", code: "DC", weight: 4 },
  { role: "build", code: "BLD", weight: 5 },
  { role: "terminal", code: "RDS", weight: 5 },
  { role: "monitoring", code: "MON", weight: 3 },
];

const SITES: readonly Site[] = [
  { code: "LON", utcOffsetMinutes: 0 },
  { code: "RTM", utcOffsetMinutes: 60 },
  { code: "RTM", utcOffsetMinutes: 60 },
  { code: "GDN", utcOffsetMinutes: 60 },
  { code: "SIN", utcOffsetMinutes: 480 },
];

const SERVER_BUILDS: readonly [build: number, product: string, weight: number][] = [
  [14393, "Windows Server 2016", 18],
  [17763, "Windows Server 2019", 44],
  [20348, "Windows Server 2022", 34],
  [26100, "Windows Server 2025", 4],
];
const CLIENT_BUILDS: readonly [build: number, product: string, weight: number][] = [
  [19045, "Windows 10 22H2", 60],
  [22631, "Windows 11 23H2", 40],
];

/** Makes `count` hosts over `days` days; the roles keep their proportions, and host number i is the same in every count. */
export function makeHosts(random: Random, count: number, days: number, employees: readonly User[]): Host[] {
  const numbers = new Map<string, number>();
  const roles = rolesOf(count);
  let people = 0;
  return roles.map((plan, index) => {
    const own = random.fork(`host:${index}`);
    const site = own.pick(SITES);
    const key = site.code + plan.code;
    const number = (numbers.get(key) ?? 0) + 1;
    numbers.set(key, number);
    const client = plan.role === "workstation";
    const installedOn = !client && days >= 6 && own.next() < 0.04 ? 2 + own.integer(days - 4) : 0;
    const [build, product] = pickBuild(own, client, installedOn > 0);
    const name = `${key}${String(number).padStart(2, "0")}`;
    return {
      name,
      role: plan.role,
      site,
      client,
      build,
      product,
      audits: own.next() < 0.85,
      owner: client ? employees[people++] : undefined,
      installedOn,
      formerly: formerName(own, name, installedOn, days),
    };
  });
}

/**
 * The role of each host: the smallest fleet has one of each of the first three, then the role that lags most behind
 * its weight comes next (Sainte-Laguë), so that a larger fleet starts with the hosts of a smaller one.
 */
function rolesOf(count: number): RolePlan[] {
  const given = new Map<RolePlan, number>();
  const lag = (plan: RolePlan) => plan.weight / (2 * (given.get(plan) ?? 0) + 1);
  return Array.from({ length: count }, (_, i) => {
    const next = i < 3 ? ROLES[i]! : ROLES.reduce((best, plan) => (lag(plan) > lag(best) ? plan : best));
    given.set(next, (given.get(next) ?? 0) + 1);
    return next;
  });
}

/** Machines installed during the period come from the newest image. */
function pickBuild(random: Random, client: boolean, late: boolean): [build: number, product: string] {
  const builds = client ? CLIENT_BUILDS : late ? SERVER_BUILDS.slice(-2) : SERVER_BUILDS;
  let left = random.integer(builds.reduce((sum, build) => sum + build[2], 0));
  for (const [build, product, weight] of builds) {
    left -= weight;
    if (left < 0) return [build, product];
  }
  throw new Error("hosts: weights must be positive");
}

/** A new machine has a generated name until it joins the domain; a few old ones get a new name within the period. */
function formerName(random: Random, name: string, installedOn: number, days: number): Host["formerly"] {
  if (installedOn > 0) {
    return { name: `WIN-${characters(random, 11, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")}`, untilDay: 0 };
  }
  if (days < 6 || random.next() >= 0.03) return undefined;
  return { name: `${name.slice(0, 3)}X${name.slice(3)}`, untilDay: 2 + random.integer(days - 4) };
}
