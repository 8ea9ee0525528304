import { type Random, random } from "../core/random";
import { DAY, MINUTE, makeCalendar, makePeriod, type Period } from "./calendar";
import type { FleetSettings } from "./fleetOptions";
import { type Host, makeHosts } from "./hosts";
import { type Assignment, assignPlanted } from "./planted/assignPlanted";
import type { PasswordFault } from "./tasks/hostTaskLog";
import type { Setting } from "./tasks/taskRuns";
import { type Domain, makeDomain } from "./users";

/** What all hosts share: the model from which every artefact is written. */
export interface FleetPlan {
  readonly settings: FleetSettings;
  readonly domain: Domain;
  readonly period: Period;
  readonly hosts: readonly Host[];
  readonly assignment: Assignment;
  /** An evening on which a service account's new password was not everywhere yet. */
  readonly fault: PasswordFault;
}

/**
 * The plan of a fleet, from its settings alone.
 *
 * Every part draws from a fork of its own, so a new part never changes what the others drew.
 */
export function makePlan(settings: FleetSettings): FleetPlan {
  const root = random(settings.seed);
  const period = makePeriod(Date.parse(`${settings.start}T00:00:00Z`), settings.days);
  const domain = makeDomain(root.fork("domain"), settings.hosts + 20);
  const hosts = makeHosts(root.fork("hosts"), settings.hosts, settings.days, domain.employees);
  const assignment = assignPlanted(hosts, domain, settings.days, root.fork("planted"));
  const evening = period.start + Math.floor(settings.days * 0.6) * DAY + 19 * 60 * MINUTE;
  const fault = { account: "svc-backup", from: evening, to: evening + 5 * 60 * MINUTE };
  return { settings, domain, period, hosts, assignment, fault };
}

/** One host's place in the plan, and the source of its randomness, of which each artefact takes a fork by its name. */
export function hostStage(plan: FleetPlan, host: Host): { setting: Setting; random: Random } {
  const own = random(plan.settings.seed).fork(`host:${host.name}`);
  const quiet = plan.assignment.items.has(host);
  const calendar = makeCalendar(host, plan.domain, plan.period, own.fork("calendar"), quiet);
  return { setting: { host, domain: plan.domain, period: plan.period, calendar }, random: own };
}
