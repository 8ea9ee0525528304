import type { Random } from "../../core/random";
import { SECOND, type Session } from "../calendar";
import type { HostLife } from "../hostLife";
import type { Role } from "../hosts";
import { type Account, accountOf, logonIdOf, NETWORK_SERVICE, SYSTEM } from "./accounts";
import { answerOf, anySite, type Destination, destination, reputationName } from "./destinations";
import { type Hours, moments } from "./moments";
import { AGENT, BROWSER, PLATFORM } from "./programs";
import type { Connection, HostRecords, NameQuery } from "./records";

/** A connection that hosts make by themselves: to a role of the fleet, or to a name outside. */
interface Link {
  readonly image: string;
  readonly to: Role | string;
  readonly port: number;
  readonly perDay: number;
  readonly hours: Hours;
  readonly roles?: readonly Role[];
  readonly on?: "server" | "client";
  readonly account?: Account;
  /** The name is asked for each time. @default false for hosts of the fleet, true outside */
  readonly asks?: boolean;
}

const SVCHOST = "C:\\Windows\\System32\\svchost.exe";
const LSASS = "C:\\Windows\\System32\\lsass.exe";
const SCANNER = "C:\\Program Files\\HaldenAV\\avsvc.exe";
const LINKS: readonly Link[] = [
  { image: LSASS, to: "domain-controller", port: 88, perDay: 3, hours: "always" },
  {
    image: SVCHOST,
    to: "domain-controller",
    port: 389,
    perDay: 1.5,
    hours: "always",
    account: NETWORK_SERVICE,
  },
  {
    image: SVCHOST,
    to: "updates.winservice.example",
    port: 443,
    perDay: 1.2,
    hours: "always",
    account: NETWORK_SERVICE,
  },
  { image: SVCHOST, to: "time.winservice.example", port: 123, perDay: 0.5, hours: "always" },
  { image: AGENT, to: "monitoring", port: 17_777, perDay: 3, hours: "always", on: "server" },
  {
    image: "C:\\Program Files\\HaldenAgent\\agent.exe",
    to: "inventory.halden.example",
    port: 443,
    perDay: 1,
    hours: "always",
  },
  {
    image: "C:\\Windows\\System32\\inetsrv\\w3wp.exe",
    to: "database",
    port: 1433,
    perDay: 6,
    hours: "always",
    roles: ["web"],
    account: NETWORK_SERVICE,
  },
  {
    image: "C:\\Windows\\System32\\inetsrv\\w3wp.exe",
    to: "api.paymentgate.example",
    port: 443,
    perDay: 3,
    hours: "office",
    roles: ["web"],
    account: NETWORK_SERVICE,
  },
  {
    image: "C:\\Apps\\Interface\\worker.exe",
    to: "database",
    port: 1433,
    perDay: 4,
    hours: "always",
    roles: ["application"],
  },
  {
    image: "C:\\Apps\\Interface\\worker.exe",
    to: "edi.tradehub.example",
    port: 443,
    perDay: 2,
    hours: "office",
    roles: ["application"],
  },
  {
    image: "C:\\Program Files\\Git\\cmd\\git.exe",
    to: "git.codehoster.example",
    port: 443,
    perDay: 6,
    hours: "office",
    roles: ["build"],
  },
  {
    image: "C:\\Program Files\\dotnet\\dotnet.exe",
    to: "packages.codehoster.example",
    port: 443,
    perDay: 6,
    hours: "office",
    roles: ["build"],
  },
  { image: PLATFORM, to: "web", port: 5985, perDay: 5, hours: "always", roles: ["monitoring"] },
  { image: PLATFORM, to: "database", port: 1433, perDay: 5, hours: "always", roles: ["monitoring"] },
  {
    image: PLATFORM,
    to: "api.netview.example",
    port: 443,
    perDay: 24,
    hours: "always",
    roles: ["monitoring"],
  },
  {
    image: PLATFORM,
    to: "licensing.netview.example",
    port: 443,
    perDay: 1,
    hours: "always",
    roles: ["monitoring"],
  },
  { image: "System", to: "file", port: 445, perDay: 3, hours: "office" },
  {
    image: "C:\\Windows\\System32\\dns.exe",
    to: "resolver.carrier.example",
    port: 53,
    perDay: 5,
    hours: "always",
    roles: ["domain-controller"],
    asks: false,
  },
];

/** Everything a host's processes say to others when nobody attacks. */
export function networkBackground(
  life: HostLife,
  random: Random,
): Pick<HostRecords, "connections" | "queries"> {
  const { host, setting } = life;
  const connections: Connection[] = [];
  const queries: NameQuery[] = [];
  for (const link of LINKS) {
    if (link.roles !== undefined && !link.roles.includes(host.role)) continue;
    if (link.on !== undefined && (link.on === "client") !== host.client) continue;
    const own = random.fork(`${link.image}:${link.to}`);
    for (const time of moments(setting, link.perDay, link.hours, own)) {
      addLink(life, link, time, own, connections, queries);
    }
  }
  for (const link of vendorLinks(life, random.fork("vendors"))) {
    const own = random.fork(`vendor:${link.to}`);
    for (const time of moments(setting, link.perDay, link.hours, own)) {
      addLink(life, link, time, own, connections, queries);
    }
  }
  lookUps(life, random.fork("reputation"), queries);
  for (const session of setting.calendar.sessions) {
    browse(life, session, random.fork(`session:${session.from}`), connections, queries);
  }
  return { connections, queries };
}

function addLink(
  { plan, host, setting }: HostLife,
  link: Link,
  time: number,
  random: Random,
  connections: Connection[],
  queries: NameQuery[],
): void {
  const key = `service:${link.image}`;
  const account = link.account ?? SYSTEM;
  const inside = !link.to.includes(".");
  const peers = inside ? plan.hosts.filter((other) => other.role === link.to && other !== host) : [];
  if (inside && peers.length === 0) return;
  const peer = inside ? random.pick(peers) : undefined;
  const to: Destination =
    peer === undefined
      ? destination(link.to, link.port)
      : {
          ...plan.devices.of(peer),
          name: `${peer.name}.${setting.domain.dns}`.toLowerCase(),
          port: link.port,
        };
  if (link.asks ?? !inside) {
    queries.push({
      time: time - 40_000,
      key,
      image: link.image,
      account,
      name: to.name,
      answer: answerOf(to),
    });
  }
  connections.push({
    time,
    key,
    image: link.image,
    account,
    to,
    protocol: link.port === 123 || link.port === 53 ? "udp" : "tcp",
  });
}

const PRODUCTS = [
  "Abacus",
  "Birch",
  "Cobalt",
  "Dune",
  "Echo",
  "Fjord",
  "Garnet",
  "Hazel",
  "Ivory",
  "Jade",
  "Krill",
  "Larch",
];
const PARTS = [
  "sync",
  "gate",
  "print",
  "label",
  "scale",
  "badge",
  "phone",
  "dose",
  "tank",
  "route",
  "stamp",
  "meter",
];

/** Half of the servers have a product that few others have, and it talks to its vendor: rare pairs without malice. */
function vendorLinks({ host }: HostLife, random: Random): Link[] {
  if (host.client || random.next() > 0.5) return [];
  const product = `${random.pick(PRODUCTS)}${random.pick(PARTS)}`;
  const folder = `C:\\Program Files\\${product}`;
  const name = product.toLowerCase();
  const perDay = 0.3 + 12 * random.next() ** 3;
  const vendor = { image: `${folder}\\${name}svc.exe`, port: 443, hours: "always" as const };
  return [
    { ...vendor, to: `telemetry.${name}.example`, perDay },
    ...(random.next() < 0.4 ? [{ ...vendor, to: `${name}.cloudlicence.example`, perDay: 0.3 }] : []),
  ];
}

/** Look-ups of file hashes by the virus scanner: many names, all different, all harmless. */
function lookUps({ setting, host }: HostLife, random: Random, queries: NameQuery[]): void {
  for (const time of moments(setting, host.client ? 6 : 1.5, "always", random)) {
    const name = reputationName(random);
    const answer = "::ffff:127.0.0.1;";
    queries.push({ time, key: `service:${SCANNER}`, image: SCANNER, account: SYSTEM, name, answer });
  }
}

/** A person's browser; administrators on servers hardly use one. */
function browse(
  { setting, host }: HostLife,
  session: Session,
  random: Random,
  connections: Connection[],
  queries: NameQuery[],
): void {
  const admin = session.user.kind === "admin";
  const hours = (session.to - session.from) / (3600 * SECOND);
  const count = Math.floor(hours * (admin ? 0.3 : host.client ? 5 : 2) * (0.5 + random.next()));
  const account = accountOf(session.user, setting.domain);
  const key = `${BROWSER}:${logonIdOf(host.name, session.from)}`;
  for (let i = 0; i < count; i++) {
    const time =
      session.from + (60 + random.integer(Math.max(1, hours * 3600 - 90))) * SECOND + random.integer(1e6);
    const to = anySite(random);
    queries.push({ time, key, image: BROWSER, account, name: to.name, answer: answerOf(to) });
    if (random.next() < 0.7)
      connections.push({ time: time + 60_000, key, image: BROWSER, account, to, protocol: "tcp" });
  }
}
