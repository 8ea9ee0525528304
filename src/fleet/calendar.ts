import type { Random } from "../core/random";
import type { Host } from "./hosts";
import { wholeNumber } from "./identifiers";
import type { Domain, User } from "./users";

/** Microseconds in a second, a minute, a day: the unit of every time in the fleet is the microsecond since 1970 UTC. */
export const SECOND = 1e6;
/** One minute in microseconds. */
export const MINUTE = 60 * SECOND;
/** One day in microseconds. */
export const DAY = 1440 * MINUTE;

/** The days that a fleet is observed. */
export interface Period {
  /** Midnight UTC of the first day. */
  readonly start: number;
  readonly days: number;
  readonly end: number;
}

/** A stretch of time, from inclusive, to exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Somebody logged on at a screen. */
export interface Session extends Span {
  readonly user: User;
}

/** When one host was running, who sat at it, and when its log is missing. */
export interface HostCalendar {
  /** Each begins with a boot, but for the first of a host that was running before the period. */
  readonly up: readonly Span[];
  /** Starts of the system within the period. */
  readonly boots: readonly number[];
  readonly sessions: readonly Session[];
  /** Stretches whose events are lost. */
  readonly gaps: readonly Span[];
  /** Until then the host has its former name. */
  readonly renamedAt: number;
}

/** The period that starts at `start` (any time of that day, in milliseconds). */
export function makePeriod(start: number, days: number): Period {
  const midnight = Math.floor((start * 1000) / DAY) * DAY;
  return { start: midnight, days, end: midnight + days * DAY };
}

/** Local midnight of a day of the period at the host's site. */
export function localMidnight(host: Host, period: Period, day: number): number {
  return period.start + day * DAY - host.site.utcOffsetMinutes * MINUTE;
}

/** Whether a day of the period is a Saturday or Sunday. */
export function isWeekend(period: Period, day: number): boolean {
  const weekday = (Math.floor(period.start / DAY) + day + 4) % 7;
  return weekday === 0 || weekday === 6;
}

/** The calendar of one host. `quiet` hosts (the ones with planted tasks) keep their whole log. */
export function makeCalendar(
  host: Host,
  domain: Domain,
  period: Period,
  random: Random,
  quiet: boolean,
): HostCalendar {
  const up = host.client ? workdays(host, period, random) : alwaysOn(host, period, random);
  const boots = up.map((span) => span.from).filter((from) => from > period.start);
  const sessions = host.client
    ? ownerSessions(host, up, random)
    : serverSessions(host, domain, period, random).filter((session) => running(up, session.from));
  return {
    up,
    boots,
    sessions,
    gaps: quiet ? [] : logGaps(host, period, random),
    renamedAt: renaming(host, period),
  };
}

/** Whether the host runs at a moment. */
export function running(up: readonly Span[], time: number): boolean {
  return up.some((span) => time >= span.from && time < span.to);
}

/** Servers run through, but for the monthly patch night of their ring and a rare restart. */
function alwaysOn(host: Host, period: Period, random: Random): Span[] {
  const restarts: number[] = [];
  for (let day = host.installedOn; day < period.days; day++) {
    const patchNight = isPatchNight(host, period, day);
    if (patchNight) restarts.push(localMidnight(host, period, day) + (120 + random.integer(90)) * MINUTE);
    else if (random.next() < 0.012)
      restarts.push(localMidnight(host, period, day) + (6 + random.next() * 12) * 60 * MINUTE);
  }
  if (host.formerly !== undefined) restarts.push(renaming(host, period));
  restarts.sort((a, b) => a - b);
  let from =
    host.installedOn > 0
      ? period.start + host.installedOn * DAY + (8 + random.next()) * 60 * MINUTE
      : period.start;
  const up: Span[] = [];
  for (const restart of restarts) {
    if (restart <= from + 30 * MINUTE || restart >= period.end) continue;
    up.push({ from, to: restart });
    from = Math.floor(restart + (2 + random.next() * 6) * MINUTE);
  }
  up.push({ from: Math.floor(from), to: period.end });
  return up;
}

/** The second week's Sunday for some roles, the third week's for the others; domain controllers one by one. */
export function isPatchNight(host: Host, period: Period, day: number): boolean {
  const sunday = (Math.floor(period.start / DAY) + day + 4) % 7 === 0;
  const week = Math.floor(day / 7);
  const early =
    host.role === "web" || host.role === "build" || host.role === "terminal" || host.role === "workstation";
  return sunday && week % 4 === (early ? 1 : 2);
}

/** Workstations run on working days; one night in twelve they are left on. */
function workdays(host: Host, period: Period, random: Random): Span[] {
  const up: Span[] = [];
  for (let day = 0; day < period.days; day++) {
    const worked = isWeekend(period, day) ? random.next() < 0.05 : random.next() < 0.93;
    const begin = 450 + random.integer(100);
    const end = random.next() < 0.08 ? 1435 : 990 + random.integer(150);
    const midnight = localMidnight(host, period, day);
    const from = midnight + begin * MINUTE + random.integer(60) * SECOND;
    if (worked && from > period.start) up.push({ from, to: Math.min(period.end, midnight + end * MINUTE) });
  }
  return up.filter((span) => span.from < span.to);
}

function ownerSessions(host: Host, up: readonly Span[], random: Random): Session[] {
  return up.map(({ from, to }) => ({
    from: from + (1 + random.integer(12)) * MINUTE + random.integer(60_000_000),
    to,
    user: host.owner!,
  }));
}

/** Administrators look in on servers now and then; people work on terminal servers all day. */
function serverSessions(host: Host, domain: Domain, period: Period, random: Random): Session[] {
  const crowd = host.role === "terminal" ? random.shuffle(domain.employees).slice(0, 5) : [];
  const sessions: Session[] = [];
  for (let day = host.installedOn; day < period.days; day++) {
    if (isWeekend(period, day) && random.next() < 0.85) continue;
    const people = crowd.filter(() => random.next() < 0.4);
    for (let i = wholeNumber(random, 0.075); i > 0; i--) people.push(random.pick(domain.admins));
    for (const user of people) {
      const from =
        localMidnight(host, period, day) + (480 + random.integer(480)) * MINUTE + random.integer(60_000_000);
      sessions.push({ from, to: from + (10 + random.integer(200)) * MINUTE, user });
    }
  }
  return sessions.filter((session) => session.from >= period.start && session.to < period.end);
}

/** One log in twelve has a hole of one to three days; one in twenty begins late, since the file was full. */
function logGaps(host: Host, period: Period, random: Random): Span[] {
  const chance = random.next();
  if (period.days < 6 || host.installedOn > 0) return [];
  if (chance < 0.05) return [{ from: period.start, to: period.start + (1 + random.integer(4)) * DAY }];
  if (chance > 0.13) return [];
  const from = period.start + (2 + random.integer(period.days - 5)) * DAY + random.integer(1440) * MINUTE;
  return [{ from, to: from + (1 + random.integer(2)) * DAY + random.integer(720) * MINUTE }];
}

function renaming(host: Host, period: Period): number {
  if (host.formerly === undefined) return period.start;
  if (host.formerly.untilDay > 0)
    return localMidnight(host, period, host.formerly.untilDay) + 21 * 60 * MINUTE;
  return period.start + host.installedOn * DAY + 11 * 60 * MINUTE;
}
