import { type Random, random } from "../core/random";
import { makeCalendar } from "./calendar";
import type { FleetModel } from "./fleetPlan";
import type { Host } from "./hosts";
import type { Setting } from "./tasks/taskRuns";

/** One host's place in the plan. */
export interface HostStage {
  readonly setting: Setting;
  /** The source of the host's randomness, of which each artefact takes a fork by its name. */
  readonly random: Random;
  /** Whether Sysmon runs here; the other hosts audit process starts and tell nothing of the network. */
  readonly sysmon: boolean;
}

const SYSMON_SHARE = 0.88;

/** The stage of one host. */
export function hostStage(model: FleetModel, host: Host): HostStage {
  const own = random(model.settings.seed).fork(`host:${host.name}`);
  const quiet = model.assignment.items.has(host);
  const calendar = makeCalendar(host, model.domain, model.period, own.fork("calendar"), quiet);
  return {
    setting: { host, domain: model.domain, period: model.period, calendar },
    random: own,
    sysmon: own.fork("sensor").next() < SYSMON_SHARE,
  };
}
