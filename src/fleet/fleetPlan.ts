import { random } from "../core/random";
import { type Devices, makeDevices } from "./activity/devices";
import { DAY, MINUTE, makePeriod, type Period } from "./calendar";
import type { FleetSettings } from "./fleetOptions";
import { type Host, makeHosts } from "./hosts";
import { type Intrusion, planIntrusion } from "./intrusion/intrusion";
import { type Assignment, assignPlanted } from "./planted/assignPlanted";
import type { PasswordFault } from "./tasks/hostTaskLog";
import { type Domain, makeDomain } from "./users";

/** Machines, people and planted tasks: what all hosts share. */
export interface FleetModel {
  readonly settings: FleetSettings;
  readonly domain: Domain;
  readonly period: Period;
  readonly hosts: readonly Host[];
  readonly assignment: Assignment;
  /** An evening on which a service account's new password was not everywhere yet. */
  readonly fault: PasswordFault;
  readonly devices: Devices;
}

/** The model with the intrusion laid over it, from which every artefact is written. */
export interface FleetPlan extends FleetModel {
  readonly intrusion: Intrusion;
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
  const devices = makeDevices(hosts, domain);
  const model = { settings, domain, period, hosts, assignment, fault, devices };
  return { ...model, intrusion: planIntrusion(model, root.fork("intrusion")) };
}
