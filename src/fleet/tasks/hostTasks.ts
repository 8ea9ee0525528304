import type { Random } from "../../core/random";
import { DAY, type HostCalendar, type Period } from "../calendar";
import type { Host } from "../hosts";
import { guid } from "../identifiers";
import type { Domain, User } from "../users";
import { CATALOGUE } from "./catalogue";
import { type HostTask, personPrincipal, principalOf, type TaskDefinition } from "./definition";
import type { TaskSpec } from "./taskSpec";

/** A task that a host has from a certain moment on, and the spec that says when it runs. */
export interface RoutineTask {
  readonly spec: TaskSpec;
  readonly task: HostTask;
  /** Only when this person sits at the host. */
  readonly person?: User;
  /** Runs begin here: the start of the period, or when a roll-out brought it. */
  readonly from: number;
}

/** The tasks of the catalogue that one host has: by its role, edition, build and luck. */
export function routineTasks(
  host: Host,
  domain: Domain,
  period: Period,
  calendar: HostCalendar,
  random: Random,
): RoutineTask[] {
  const installed =
    host.installedOn > 0 ? calendar.up[0]!.from : period.start - (60 + random.integer(700)) * DAY;
  const people = [...new Set(calendar.sessions.map((session) => session.user))].filter(
    (user) => user.kind === "employee",
  );
  return CATALOGUE.filter((spec) => fits(spec, host, random)).flatMap((spec) => {
    if (!spec.name.includes("{sid}")) {
      return [routineTask(spec, host, domain, installed, period.start, random.fork(keyOf(spec)))];
    }
    return people.map((person) => {
      const own = random.fork(`${keyOf(spec)}|${person.name}`);
      return { ...routineTask(spec, host, domain, installed, period.start, own, person), person };
    });
  });
}

/** One task of a host made from a spec; also used by roll-outs, which bring new ones. */
export function routineTask(
  spec: TaskSpec,
  host: Host,
  domain: Domain,
  installed: number,
  from: number,
  random: Random,
  person?: User,
): RoutineTask {
  const definition: TaskDefinition = {
    name: fillName(spec.name, random, person),
    action: spec.action,
    principal: person === undefined ? principalOf(spec.runAs, domain) : personPrincipal(person, domain),
    triggers: spec.triggers,
    author: spec.author ?? "",
    date: Math.floor(installed + random.integer(20_000) * 1e6),
    style: spec.author?.startsWith(domain.netbios) ? "schtasks" : "windows",
    hidden: spec.hidden ?? false,
    disabled: spec.active !== undefined && random.next() >= spec.active,
  };
  return {
    spec,
    task: { definition, random },
    from: Math.max(from, host.installedOn > 0 ? installed : from),
  };
}

/** Whether a spec is for hosts like this one; the share is drawn from numbers of the spec's own. */
export function fits(spec: TaskSpec, host: Host, random: Random): boolean {
  if (spec.roles !== undefined && !spec.roles.includes(host.role)) return false;
  if (spec.on !== undefined && (spec.on === "client") !== host.client) return false;
  if (host.build < (spec.since ?? 0) || host.build > (spec.until ?? host.build)) return false;
  return spec.share === undefined || random.fork(`has|${keyOf(spec)}`).next() < spec.share;
}

/** Two specs may share a name, never also the action and the edition. */
function keyOf(spec: TaskSpec): string {
  const action = "classId" in spec.action ? spec.action.classId : spec.action.command + spec.action.arguments;
  return `${spec.name}|${action}|${spec.on ?? ""}`;
}

/** GUIDs stand in braces; in upper case behind a name, in lower case alone, as their makers write them. */
function fillName(name: string, random: Random, person: User | undefined): string {
  if (name === "\\{guid}") return `\\{${guid(random).toLowerCase()}}`;
  return name.replace("{guid}", () => `{${guid(random)}}`).replace("{sid}", person?.sid ?? "");
}
