import { running, SECOND } from "../calendar";
import { momentAt, type PlantedItem, type PlantedTrace, type Stage } from "./plantedItem";

const NAME = "\\Halden\\Inventory Collect";
/** Shares of the period, at uneven distances. */
const NIGHTS = [0.5, 0.57, 0.7, 0.77, 0.93];

/** A usual task with its usual program and account, started by hand in the night, again and again. */
export const quietRuns: PlantedItem = {
  id: "quiet-runs",
  title: "The inventory task started by hand at night, five times",
  techniques: ["T1053.005", "T1078.002"],
  why: "the attackers changed the script that the task runs, which no task log shows, and start it with the stolen account one or two hours before the nightly run; each run takes ten times as long as the usual one",
  seenBy:
    "every value of every event is usual, so counts and row-wise scores miss it; order and time show it: event 110 of an administrator at night, a second run within an hour or so of the regular one, and its length",
  minimumDays: 6,
  suits: (host) => !host.client && host.role === "file",
  plant,
};

function plant({ setting, log, routine, stolen, random }: Stage): PlantedTrace | undefined {
  const inventory = routine.find(({ task }) => task.definition.name === NAME);
  if (inventory === undefined) return undefined;
  const task = { definition: inventory.task.definition, random };
  const account = `${setting.domain.netbios}\\${stolen.name}`;
  const events = NIGHTS.map((share) => momentAt(setting, share, 1, 1, random))
    .filter((time) => running(setting.calendar.up, time + 600 * SECOND))
    .flatMap((time) => log.run(task, { time, start: "demand", account, seconds: 280 }));
  return events.length === 0 ? undefined : { account, tasks: [NAME], events, files: [] };
}
