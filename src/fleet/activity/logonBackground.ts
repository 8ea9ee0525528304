import type { Random } from "../../core/random";
import { MINUTE, type Session } from "../calendar";
import type { HostLife } from "../hostLife";
import type { Host, Role } from "../hosts";
import type { User } from "../users";
import { type Account, accountOf, logonIdOf, machineAccount, SYSTEM, SYSTEM_LOGON } from "./accounts";
import type { Device } from "./devices";
import { moments } from "./moments";
import type { ExplicitLogon, Logon } from "./records";

/** What one host's log-ons are when nobody attacks it. */
export interface LogonBackground {
  readonly logons: Logon[];
  readonly explicitLogons: ExplicitLogon[];
}

/** Who uses a host over the network, how often in a working day, and for how many seconds. */
interface Visitors {
  readonly who:
    | "people"
    | "admins"
    | "machines"
    | "svc-web"
    | "svc-sql"
    | "svc-deploy"
    | "svc-monitor"
    | "svc-backup";
  readonly from: Role | "their own";
  readonly perDay: number;
  readonly seconds: number;
  readonly always?: boolean;
}

const EVERYWHERE: readonly Visitors[] = [
  { who: "svc-monitor", from: "monitoring", perDay: 3, seconds: 4, always: true },
  { who: "svc-backup", from: "file", perDay: 0.5, seconds: 900, always: true },
  { who: "svc-deploy", from: "build", perDay: 0.25, seconds: 40 },
  { who: "admins", from: "their own", perDay: 0.35, seconds: 180 },
];
const BY_ROLE: Readonly<Partial<Record<Role, readonly Visitors[]>>> = {
  "domain-controller": [
    { who: "machines", from: "their own", perDay: 14, seconds: 3, always: true },
    { who: "people", from: "their own", perDay: 10, seconds: 5 },
  ],
  file: [
    { who: "people", from: "their own", perDay: 8, seconds: 5400 },
    { who: "machines", from: "their own", perDay: 2, seconds: 10, always: true },
  ],
  database: [
    { who: "svc-web", from: "web", perDay: 5, seconds: 600, always: true },
    { who: "svc-sql", from: "database", perDay: 1.5, seconds: 120, always: true },
  ],
  web: [{ who: "svc-deploy", from: "build", perDay: 0.6, seconds: 60 }],
  application: [
    { who: "svc-web", from: "web", perDay: 2, seconds: 300, always: true },
    { who: "people", from: "their own", perDay: 2, seconds: 1800 },
  ],
  build: [{ who: "people", from: "their own", perDay: 3, seconds: 900 }],
};

/** Shares of administrators' visits that do not come from a jump host. */
const OWN_COMPUTER = 0.06;
const OTHER_SERVER = 0.12;

/** All background log-ons of a host's period. */
export function logonBackground(life: HostLife, random: Random): LogonBackground {
  const logons: Logon[] = [];
  const explicitLogons: ExplicitLogon[] = [];
  for (const session of life.setting.calendar.sessions) {
    logons.push(...sessionLogons(life, session, random));
  }
  logons.push(...serviceLogons(life, random.fork("services")));
  const visitors = [...EVERYWHERE, ...(BY_ROLE[life.host.role] ?? [])];
  for (const some of visitors) logons.push(...visits(life, some, random.fork(`visits:${some.who}`)));
  logons.push(...life.remoteTools.map(({ logon }) => logon));
  batchLogons(life, logons, explicitLogons);
  explicitLogons.push(...runAs(life, random.fork("run as")));
  return { logons, explicitLogons };
}

/** A person at the screen: a wrong password now and then, the log-on, and some unlocks; on servers over RDP. */
function sessionLogons(life: HostLife, session: Session, random: Random): Logon[] {
  const { host, setting } = life;
  const account = accountOf(session.user, setting.domain);
  const type = host.client ? (random.next() < 0.1 ? 11 : 2) : 10;
  const from = host.client ? undefined : remoteScreen(life, session.user, random);
  const logonId = logonIdOf(host.name, session.from);
  const logons: Logon[] = [];
  if (random.next() < 0.07) {
    const time = session.from - (8 + random.integer(20)) * 1e6;
    logons.push({ time, account, type: host.client ? 2 : 10, from, logonId: "0x0", failure: "0xc000006a" });
  }
  const seconds = Math.floor((session.to - session.from) / 1e6);
  logons.push({ time: session.from, account, type, from, logonId, seconds });
  if (!host.client) return logons;
  for (
    let at = session.from + 95 * MINUTE;
    at < session.to - 30 * MINUTE;
    at += (70 + random.integer(140)) * MINUTE
  ) {
    logons.push({ time: at, account, type: 7, logonId: logonIdOf(host.name, at), seconds: 1 });
  }
  return logons;
}

/** People come from their own computer; administrators mostly by way of a jump host. */
function remoteScreen(life: HostLife, user: User, random: Random): Device {
  return user.kind === "admin" ? adminOrigin(life, user, random) : life.plan.devices.user(user);
}

/** A jump host as a rule; now and then their own computer, a monitoring console, or the server that they are on. */
function adminOrigin({ plan, host }: HostLife, user: User, random: Random): Device {
  const { devices } = plan;
  const chance = random.next();
  const jump = devices.jump.filter((other) => other !== host);
  if (chance < OWN_COMPUTER || devices.jump.includes(host) || jump.length === 0) return devices.user(user);
  if (chance > OWN_COMPUTER + OTHER_SERVER) return devices.of(random.pick(jump));
  const servers = plan.hosts.filter((other) => !other.client && other !== host);
  const consoles = servers.filter((other) => other.role === "monitoring");
  return devices.of(random.pick(consoles.length > 0 && random.next() < 0.5 ? consoles : servers));
}

/** Windows starts services under its own accounts, most of them after a boot. */
function serviceLogons({ setting, host }: HostLife, random: Random): Logon[] {
  const afterBoot = setting.calendar.boots.flatMap((boot) =>
    Array.from({ length: 6 }, () => boot + (8 + random.integer(90)) * 1e6),
  );
  const times = [...afterBoot, ...moments(setting, host.client ? 3 : 4, "always", random)];
  return times.map((time) => ({ time, account: SYSTEM, type: 5, logonId: SYSTEM_LOGON }));
}

function visits(life: HostLife, some: Visitors, random: Random): Logon[] {
  const { plan, setting, host } = life;
  const sources = plan.hosts.filter((other) => other !== host && other.role === some.from);
  if (some.from !== "their own" && sources.length === 0) return [];
  const perDay = host.client ? some.perDay / 2 : some.perDay;
  return moments(setting, perDay, some.always ? "always" : "office", random).flatMap((time) => {
    const visitor = visitorOf(life, some, sources, random);
    if (visitor === undefined) return [];
    const seconds = 1 + Math.floor(some.seconds * (0.3 + 1.4 * random.next()));
    const logonId = logonIdOf(`${host.name}:${visitor.account.name}`, time);
    const ntlm = random.next() < 0.03;
    const visit: Logon = { time, type: 3, ...visitor, logonId, seconds, ntlm };
    if (random.next() > 0.012) return [visit];
    return [{ ...visit, time: time - 4e6, seconds: undefined, failure: "0xc000006a" }, visit];
  });
}

function visitorOf(
  life: HostLife,
  { who, from }: Visitors,
  sources: readonly Host[],
  random: Random,
): { account: Account; from: Device } | undefined {
  const { plan } = life;
  const { domain } = life.setting;
  if (who === "people") {
    const user = random.pick(domain.employees);
    return { account: accountOf(user, domain), from: plan.devices.user(user) };
  }
  if (who === "machines") {
    const machine = random.pick(plan.hosts);
    return { account: machineAccount(machine, domain), from: plan.devices.of(machine) };
  }
  if (who === "admins") {
    const user = random.pick(domain.admins);
    return { account: accountOf(user, domain), from: adminOrigin(life, user, random) };
  }
  const user = domain.services.get(who);
  if (user === undefined || from === "their own") return undefined;
  return { account: accountOf(user, domain), from: plan.devices.of(random.pick(sources)) };
}

/** The Task Scheduler logs a service account on for each run; a wrong password gives failures instead. */
function batchLogons(life: HostLife, logons: Logon[], explicitLogons: ExplicitLogon[]): void {
  const { domain } = life.setting;
  for (const { time, pid, context } of life.tasks.log.starts) {
    const user = domain.services.get(context.slice(context.lastIndexOf("\\") + 1));
    if (user === undefined) continue;
    const account = accountOf(user, domain);
    const logonId = logonIdOf(`${life.host.name}:batch`, time);
    const failure = pid === 0 ? "0xc000006a" : undefined;
    explicitLogons.push({
      time: time - 2500,
      account: machineAccount(life.host, domain),
      logonId: SYSTEM_LOGON,
      target: account,
      server: "localhost",
      image: "C:\\Windows\\System32\\svchost.exe",
    });
    logons.push({
      time: time - 1000,
      account,
      type: 4,
      logonId,
      failure,
      seconds: pid === 0 ? undefined : 30,
    });
  }
}

/** People who work with a second account use it by hand. */
function runAs({ plan, setting, host }: HostLife, random: Random): ExplicitLogon[] {
  const { calendar, domain } = setting;
  return calendar.sessions
    .filter(() => random.next() < (host.client ? 0.03 : 0.25))
    .map((session) => ({
      time: session.from + (120 + random.integer(900)) * 1e6,
      account: accountOf(session.user, domain),
      logonId: logonIdOf(host.name, session.from),
      target: accountOf(host.client ? random.pick(domain.admins) : domain.services.get("svc-sql")!, domain),
      server: random.next() < 0.5 ? "localhost" : `${random.pick(plan.hosts).name}.${domain.dns}`,
      image: random.next() < 0.5 ? "C:\\Windows\\System32\\runas.exe" : "C:\\Windows\\System32\\mmc.exe",
    }));
}
