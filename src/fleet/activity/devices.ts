import { hashText } from "../../core/random";
import type { Host } from "../hosts";
import type { Domain, User } from "../users";

/** A machine as others see it: in the fleet or not. */
export interface Device {
  readonly name: string;
  readonly address: string;
}

/** Addresses of the organisation's machines, and from where its people work. */
export interface Devices {
  /** The host's address; each has one. */
  of(host: Host): Device;
  /** The computer of a person, which need not belong to the fleet. */
  user(user: User): Device;
  /** The servers from which administrators log on to the others. */
  readonly jump: readonly Host[];
}

const SITE_OCTET: Readonly<Record<string, number>> = { LON: 20, RTM: 30, GDN: 40, SIN: 50 };
const ROLE_OCTET: readonly Host["role"][] = [
  "domain-controller",
  "file",
  "database",
  "web",
  "application",
  "build",
  "terminal",
  "monitoring",
  "workstation",
];
const CLIENTS_OCTET = 200;
const JUMP_HOSTS = 2;

/** Gives everybody and everything an address inside 10.0.0.0/8. */
export function makeDevices(hosts: readonly Host[], domain: Domain): Devices {
  const owned = new Map(hosts.flatMap((host) => (host.owner ? [[host.owner.name, host] as const] : [])));
  const people = new Map(
    [...domain.employees, ...domain.admins].map((user, index) => [
      user.name,
      personalDevice(user, index, owned),
    ]),
  );
  const terminals = hosts.filter((host) => host.role === "terminal" && host.installedOn === 0);
  const servers = hosts.filter((host) => !host.client);
  return {
    of: deviceOf,
    user: (user) => people.get(user.name) ?? { name: "", address: "-" },
    jump: (terminals.length > 0 ? terminals : servers.length > 0 ? servers : hosts).slice(0, JUMP_HOSTS),
  };
}

function deviceOf(host: Host): Device {
  const number = Number(/\d+$/.exec(host.name)?.[0] ?? 1);
  const third = ROLE_OCTET.indexOf(host.role) * 4 + (number >> 8);
  return {
    name: host.name,
    address: `10.${SITE_OCTET[host.site.code] ?? 60}.${third}.${10 + (number % 240)}`,
  };
}

function personalDevice(user: User, index: number, owned: ReadonlyMap<string, Host>): Device {
  const host = owned.get(user.name);
  if (host !== undefined) return deviceOf(host);
  const admin = user.kind === "admin";
  const site = ["LON", "RTM", "GDN", "SIN"][hashText(user.name) % 4]!;
  const name = `${site}${admin ? "ADM" : "NBK"}${String(100 + index)}`;
  return {
    name,
    address: `10.${SITE_OCTET[site]}.${CLIENTS_OCTET + (index >> 8)}.${1 + (index % 250)}`,
  };
}
