import type { Random } from "../../core/random";
import { running, SECOND } from "../calendar";
import { principalOf, type TaskDefinition, userRegistrar } from "../tasks/definition";
import type { Setting } from "../tasks/taskRuns";
import { atBoot, exec } from "../tasks/taskSpec";
import { momentAt, type PlantedItem, type PlantedTrace, type Stage } from "./plantedItem";

/**
 * The task of the SUNBURST intrusions: made from another machine beside the legitimate `SvcRestartTask`, started once,
 * started again by each restart of the server, and left there.
 *
 * Source: public reports on the intrusions of 2020 (name, folder, start at boot as SYSTEM).
 */
export const eventCacheManager: PlantedItem = {
  id: "event-cache-manager",
  title: "A task named like Windows' own, created remotely in SoftwareProtectionPlatform",
  techniques: ["T1053.005", "T1036.004", "T1021.002"],
  why: "no Windows has a task of this name; it was registered by an administrator's account from a workstation, runs a program from SoftwareDistribution as SYSTEM at every start, and no other host has it",
  seenBy:
    "stacking by name shows it among many one-off tasks; the file list shows it among tasks in Windows' folders; a score over name, account and program should bring it up; pivoting from log to files confirms it",
  minimumDays: 1,
  suits: (host) => !host.client && host.audits && host.role === "application",
  plant,
};

/** When the task is made; its first draw, so that the machine it is made from can tell of the same moment. */
export function eventCacheManagerTime(setting: Setting, random: Random): number {
  return momentAt(setting, 0.42, 10, 5, random);
}

function plant({ setting, log, stolen, random }: Stage): PlantedTrace | undefined {
  const { domain, calendar } = setting;
  const time = eventCacheManagerTime(setting, random);
  if (!running(calendar.up, time)) return undefined;
  const by = userRegistrar(stolen, domain, random);
  const definition: TaskDefinition = {
    name: "\\Microsoft\\Windows\\SoftwareProtectionPlatform\\EventCacheManager",
    action: exec("C:\\Windows\\SoftwareDistribution\\EventCacheManager.exe"),
    principal: principalOf("system", domain),
    triggers: [atBoot],
    author: by.account,
    date: time,
    style: "schtasks",
    hidden: false,
  };
  const task = { definition, random };
  const started = time + (25 + random.integer(60)) * SECOND;
  const events = [
    ...log.register(task, time, by),
    ...log.touch(task, time + 2),
    ...log.run(task, { time: started, start: "demand", account: by.account, seconds: 6 }),
    ...calendar.boots
      .filter((boot) => boot > started)
      .flatMap((boot) =>
        log.run(task, { time: boot + (9 + random.integer(50)) * SECOND, start: "boot", seconds: 6 }),
      ),
  ];
  return {
    account: by.account,
    tasks: [definition.name],
    events,
    files: [{ task: definition.name, state: "left" }],
  };
}
