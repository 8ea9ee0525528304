import type { Random } from "../core/random";
import { accountDomainSid } from "./identifiers";

/** A person or service of the domain. */
export interface User {
  /** Account name without the domain. */
  readonly name: string;
  readonly sid: string;
  readonly kind: "employee" | "admin" | "service";
}

/** The Windows domain of the fleet and everybody in it. */
export interface Domain {
  /** NetBIOS name, as it stands before the backslash of an account. */
  readonly netbios: string;
  /** DNS suffix of every joined host; `.example` is reserved and belongs to nobody. */
  readonly dns: string;
  readonly sid: string;
  readonly employees: readonly User[];
  readonly admins: readonly User[];
  readonly services: ReadonlyMap<string, User>;
}

/** The service accounts that role tasks run under. */
export const SERVICE_ACCOUNTS = ["svc-backup", "svc-sql", "svc-web", "svc-deploy", "svc-monitor"] as const;

const FIRST = [
  ...["anna", "bram", "carla", "dirk", "elena", "femke", "goran", "hanna", "igor", "julia", "karim", "lena"],
  ...[
    "marek",
    "nadia",
    "oscar",
    "petra",
    "quinn",
    "rosa",
    "sven",
    "tara",
    "umar",
    "vera",
    "wim",
    "yusuf",
    "zoe",
  ],
];
const LAST = [
  ...["adams", "bakker", "costa", "dvorak", "eriksen", "fischer", "garcia", "hansen", "ivanov", "jansen"],
  ...["keller", "lindt", "moreau", "novak", "olsen", "peters", "rossi", "smit", "tanaka", "visser", "weber"],
];
const ADMINS = 6;

/** Makes the domain: six administrators, the service accounts, and `employees` people with distinct names. */
export function makeDomain(random: Random, employees: number): Domain {
  const sid = accountDomainSid(random);
  const names = random.shuffle(FIRST.flatMap((first) => LAST.map((last) => `${first}.${last}`)));
  const nameOf = (i: number) =>
    names[i % names.length]! + (i < names.length ? "" : Math.floor(i / names.length) + 1);
  let relativeId = 1104 + random.integer(40);
  const account = (name: string, kind: User["kind"]): User => {
    relativeId += 1 + random.integer(5);
    return { name, kind, sid: `${sid}-${relativeId}` };
  };
  const lastNames = random.shuffle(LAST).slice(0, ADMINS);
  const admins = lastNames.map((name) => account(`adm-${name}`, "admin"));
  const services = new Map(SERVICE_ACCOUNTS.map((name) => [name, account(name, "service")]));
  const people = Array.from({ length: employees }, (_, i) => account(nameOf(i), "employee"));
  return {
    netbios: "HALDEN",
    dns: "halden.example",
    sid,
    employees: people,
    admins,
    services,
  };
}
