import type { Random } from "../../core/random";
import { accountOf, logonIdOf } from "../activity/accounts";
import { type HostRecords, noRecords } from "../activity/records";
import type { FleetModel } from "../fleetPlan";
import type { HostLife } from "../hostLife";
import type { Host } from "../hosts";
import { arrive } from "./arrive";
import { Campaign } from "./campaign";
import { spread } from "./spread";

/** The planted intrusion: what it leaves on each host, beside the tasks that are planted anyway. */
export interface Intrusion {
  readonly records: ReadonlyMap<Host, HostRecords>;
  readonly foothold: Host;
  readonly entry: Host;
  /** The machine that each planted task of the intrusion is reached from, by item. */
  readonly taskSources: ReadonlyMap<string, Host>;
}

/** Lays the intrusion over a fleet: from a vendor's update to the clearing of a log. */
export function planIntrusion(model: FleetModel, random: Random): Intrusion {
  const campaign = new Campaign(model, random);
  arrive(campaign);
  spread(campaign);
  const { foothold, entry } = campaign;
  return { records: campaign.all(), foothold, entry, taskSources: campaign.taskSources() };
}

/** What the intruders leave on one host, with the log-ons behind its planted tasks. */
export function intrusionOn(life: HostLife): HostRecords {
  const planned = life.plan.intrusion.records.get(life.host) ?? noRecords();
  return { ...planned, logons: [...planned.logons, ...taskLogons(life)] };
}

const BY_HAND: ReadonlySet<number> = new Set([106, 110, 140]);
const SAME_VISIT = 600e6;

/** A task that is made or started from another machine leaves a network log-on just before. */
function taskLogons({ plan, host, setting, tasks }: HostLife): HostRecords["logons"] {
  const account = accountOf(plan.assignment.stolen, setting.domain);
  return tasks.traces.flatMap(({ item, trace }) => {
    const source = plan.intrusion.taskSources.get(item.id);
    if (source === undefined || source === host || trace === undefined) return [];
    let last = Number.NEGATIVE_INFINITY;
    return trace.events
      .filter(({ kind }) => BY_HAND.has(kind.eventId))
      .map(({ time }) => time)
      .sort((a, b) => a - b)
      .filter((time) => {
        const fresh = time - last > SAME_VISIT;
        last = time;
        return fresh;
      })
      .map((time) => ({
        time: time - 1_400_000,
        step: item.id,
        account,
        type: 3 as const,
        from: plan.devices.of(source),
        logonId: logonIdOf(`${host.name}:${item.id}`, time),
        seconds: 95,
      }));
  });
}
