import type { Random } from "../../core/random";
import { isWeekend, localMidnight, MINUTE, type Session } from "../calendar";
import type { FleetEvent } from "../eventLog";
import type { Host } from "../hosts";
import type { RoutineTask } from "../tasks/hostTasks";
import type { TaskLog } from "../tasks/taskLog";
import type { Setting } from "../tasks/taskRuns";
import type { User } from "../users";

/** Everything a planted item may use: the host's life as it is written, and the attacker's means. */
export interface Stage {
  readonly setting: Setting;
  readonly log: TaskLog;
  readonly routine: readonly RoutineTask[];
  /** The administrator whose account is in the attackers' hands. */
  readonly stolen: User;
  readonly random: Random;
}

/** What planting left behind. */
export interface PlantedTrace {
  readonly account: string;
  /** Full names of the tasks. */
  readonly tasks: readonly string[];
  readonly events: readonly FleetEvent[];
  /** Names of tasks whose file is there at the end, and what is to be seen in it. */
  readonly files: readonly { readonly task: string; readonly state: "left" | "restored" }[];
}

/** One kind of attack that the fleet holds; a new one is a new file and a line in the list. */
export interface PlantedItem {
  readonly id: string;
  readonly title: string;
  /** ATT&CK techniques, the scheduled task first. */
  readonly techniques: readonly string[];
  /** What makes it malicious, for the reader of the truth. */
  readonly why: string;
  /** What each method can and cannot see of it. */
  readonly seenBy: string;
  /** Shortest period in which it makes sense. */
  readonly minimumDays: number;
  /** Hosts it belongs on, best first; any host will do if none fits. */
  readonly suits: (host: Host) => boolean;
  /** Writes it into the host's logs, or gives back undefined when the host had no fitting moment. */
  readonly plant: (stage: Stage) => PlantedTrace | undefined;
}

/** A local time of day on the working day at a share of the period or next to it, in microseconds UTC. */
export function momentAt(
  setting: Setting,
  share: number,
  fromHour: number,
  hours: number,
  random: Random,
): number {
  const { host, period } = setting;
  const wished = Math.min(period.days - 1, Math.floor(share * period.days));
  const near = [wished, wished + 1, wished + 2, wished - 1, wished - 2];
  const day = near.find((one) => one >= 0 && one < period.days && !isWeekend(period, one)) ?? wished;
  return (
    localMidnight(host, period, day) +
    fromHour * 60 * MINUTE +
    random.integer(hours * 3600) * 1e6 +
    random.integer(1e6)
  );
}

/** The first session of over an hour at the host's screen that begins after a share of the period, or the last one before it. */
export function sessionNear(setting: Setting, share: number): Session | undefined {
  const { calendar, period } = setting;
  const time = period.start + share * (period.end - period.start);
  const long = calendar.sessions.filter((session) => session.to - session.from > 60 * MINUTE);
  return long.find((session) => session.from >= time) ?? long.at(-1);
}
