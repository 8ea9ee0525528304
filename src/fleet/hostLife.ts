import type { Random } from "../core/random";
import { type RemoteTool, remoteTools } from "./activity/remoteTools";
import type { FleetPlan } from "./fleetPlan";
import { hostStage } from "./hostStage";
import type { Host } from "./hosts";
import { type PlantedTasks, plantTasks } from "./tasks/plantTasks";
import type { Setting } from "./tasks/taskRuns";

/** One host while its evidence is written: its place in the plan, and what several artefacts tell of alike. */
export class HostLife {
  readonly setting: Setting;
  /** Whether Sysmon runs here. */
  readonly sysmon: boolean;
  private readonly random: Random;
  private planted: PlantedTasks | undefined;
  private tools: readonly RemoteTool[] | undefined;

  constructor(
    readonly plan: FleetPlan,
    readonly host: Host,
  ) {
    const { setting, random, sysmon } = hostStage(plan, host);
    this.setting = setting;
    this.random = random;
    this.sysmon = sysmon;
  }

  /** The randomness that belongs to one artefact on this host alone. */
  source(name: string): Random {
    return this.random.fork(name);
  }

  /** The scheduled tasks: made once, since the task logs, the processes and the log-ons all tell of them. */
  get tasks(): PlantedTasks {
    this.planted ??= plantTasks(this.plan, this.setting, this.source("tasks"));
    return this.planted;
  }

  /** Uses of tools that work by way of a service: made once, since every artefact tells of them. */
  get remoteTools(): readonly RemoteTool[] {
    this.tools ??= remoteTools(this, this.source("remote tools"));
    return this.tools;
  }
}
