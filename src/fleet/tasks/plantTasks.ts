import type { Random } from "../../core/random";
import type { FleetPlan } from "../fleetPlan";
import type { PlantedItem, PlantedTrace } from "../planted/plantedItem";
import { type HostTasks, hostTaskLog } from "./hostTaskLog";
import type { Setting } from "./taskRuns";

/** One host's Task Scheduler with what is planted there. */
export interface PlantedTasks extends HostTasks {
  readonly traces: readonly { readonly item: PlantedItem; readonly trace: PlantedTrace | undefined }[];
}

/** Lets a host's tasks run, then plants the items that belong on it; draws only from `random` and its forks. */
export function plantTasks(plan: FleetPlan, setting: Setting, random: Random): PlantedTasks {
  const tasks = hostTaskLog(setting, plan.fault, random);
  const items = plan.assignment.items.get(setting.host) ?? [];
  const { stolen } = plan.assignment;
  const traces = items.map((item) => {
    const { log, routine } = tasks;
    return {
      item,
      trace: item.plant({ setting, log, routine, stolen, random: random.fork(`planted:${item.id}`) }),
    };
  });
  return { ...tasks, traces };
}
