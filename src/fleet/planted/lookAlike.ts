import { MINUTE, running, SECOND } from "../calendar";
import { guid } from "../identifiers";
import { personPrincipal, type TaskDefinition, userRegistrar } from "../tasks/definition";
import { every, exec } from "../tasks/taskSpec";
import { type PlantedItem, type PlantedTrace, type Stage, sessionNear } from "./plantedItem";

const EVERY_MINUTES = 360;

/** Persistence under the name of a browser's updater, run from a temporary folder, for weeks. */
export const lookAlike: PlantedItem = {
  id: "look-alike",
  title: "An updater's name on a program in C:\\Windows\\Temp",
  techniques: ["T1053.005", "T1036.005"],
  why: "the name is the updater's but for its GUID, which differs on every host anyway; the program lies in C:\\Windows\\Temp and runs as the person at the screen, not as SYSTEM",
  seenBy:
    "once GUIDs are normalised its name is one of the most usual, and its many runs make it frequent; the pair of normalised name and program, or of name and account, is rare",
  minimumDays: 1,
  suits: (host) => host.role === "workstation",
  plant,
};

function plant({ setting, log, random }: Stage): PlantedTrace | undefined {
  const { domain, calendar, period } = setting;
  const first = sessionNear(setting, 0.35);
  if (first === undefined) return undefined;
  const time = first.from + (900 + random.integer(600)) * SECOND;
  const by = userRegistrar(first.user, domain, random);
  const definition: TaskDefinition = {
    name: `\\GoogleUpdateTaskMachineUA{${guid(random)}}`,
    action: exec("C:\\Windows\\Temp\\GoogleUpdate.exe", "/ua /installsource scheduler"),
    principal: personPrincipal(first.user, domain),
    triggers: [every(EVERY_MINUTES)],
    author: by.account,
    date: time,
    style: "schtasks",
    hidden: false,
  };
  const task = { definition, random };
  const events = [...log.register(task, time, by)];
  for (let at = time + 2 * MINUTE; at < period.end; at += EVERY_MINUTES * MINUTE) {
    const present = calendar.sessions.some(
      ({ from, to, user }) => user === first.user && at > from && at < to,
    );
    if (!present || !running(calendar.up, at)) continue;
    const start = at + random.integer(900_000);
    events.push(...log.run(task, { time: start, start: "time", account: by.account, seconds: 9 }));
  }
  return {
    account: by.account,
    tasks: [definition.name],
    events,
    files: [{ task: definition.name, state: "left" }],
  };
}
