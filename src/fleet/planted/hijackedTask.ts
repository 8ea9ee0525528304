import type { Random } from "../../core/random";
import { running, SECOND } from "../calendar";
import { userRegistrar } from "../tasks/definition";
import type { Setting } from "../tasks/taskRuns";
import { exec } from "../tasks/taskSpec";
import { momentAt, type PlantedItem, type PlantedTrace, type Stage } from "./plantedItem";

const NAME = "\\Microsoft\\Windows\\Windows Error Reporting\\QueueReporting";

/**
 * A legitimate task changed to run the attackers' tool, run, and changed back within minutes.
 *
 * Source: public reports on the SUNBURST intrusions of 2020 (the habit); task and program are ours.
 */
export const hijackedTask: PlantedItem = {
  id: "hijacked-task",
  title: "A task of Windows changed, run and changed back",
  techniques: ["T1053.005", "T1218.011", "T1070"],
  why: "for some minutes QueueReporting ran rundll32.exe with a library from the printer drivers' colour folder instead of wermgr.exe, changed by an administrator's account; its file is as before",
  seenBy:
    "neither name nor program nor account is rare; only the pair of task and program (events 129, 200, 201), the account of two 140 events within minutes, or the XML of the two 4702 events show it; the task folder shows nothing but a later date",
  minimumDays: 1,
  suits: (host) => !host.client && host.audits && (host.role === "database" || host.role === "file"),
  plant,
};

/** When the task is changed; its first draw, so that the machine it is changed from can tell of the same moment. */
export function hijackedTaskTime(setting: Setting, random: Random): number {
  return momentAt(setting, 0.55, 11, 5, random);
}

function plant({ setting, log, routine, stolen, random }: Stage): PlantedTrace | undefined {
  const time = hijackedTaskTime(setting, random);
  const legitimate = routine.find(({ task }) => task.definition.name === NAME);
  if (legitimate === undefined || !running(setting.calendar.up, time)) return undefined;
  const by = userRegistrar(stolen, setting.domain, random);
  const original = { definition: legitimate.task.definition, random };
  const action = exec(
    "%windir%\\system32\\rundll32.exe",
    "C:\\Windows\\System32\\spool\\drivers\\color\\colorcnv.dll,ColorAdapterStart",
  );
  const changed = { definition: { ...original.definition, action }, random };
  const started = time + (8 + random.integer(30)) * SECOND;
  const events = [
    ...log.update(changed, time, by),
    ...log.run(changed, { time: started, start: "demand", account: by.account, seconds: 40 }),
    ...log.update(original, started + (150 + random.integer(200)) * SECOND, by),
  ];
  return { account: by.account, tasks: [NAME], events, files: [{ task: NAME, state: "restored" }] };
}
