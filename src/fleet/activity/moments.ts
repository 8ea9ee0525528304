import type { Random } from "../../core/random";
import { isWeekend, localMidnight, MINUTE, running } from "../calendar";
import { wholeNumber } from "../identifiers";
import type { Setting } from "../tasks/taskRuns";

/** When something tends to happen on a host. */
export type Hours = "always" | "office" | "night";

/** Office days have their peak in the middle; a weekend has a fiftieth of a working day. */
const WEEKEND_SHARE = 0.02;

/** The moments of something that happens `perDay` times a day while the host runs, in microseconds UTC. */
export function moments(setting: Setting, perDay: number, hours: Hours, random: Random): number[] {
  const { host, period, calendar } = setting;
  const found: number[] = [];
  for (let day = host.installedOn; day < period.days; day++) {
    const midnight = localMidnight(host, period, day);
    const share = hours === "office" && isWeekend(period, day) ? WEEKEND_SHARE : 1;
    for (let i = wholeNumber(random, perDay * share); i > 0; i--) {
      const time = midnight + minuteOf(hours, random) * MINUTE + random.integer(60_000_000);
      if (running(calendar.up, time)) found.push(time);
    }
  }
  return found;
}

function minuteOf(hours: Hours, random: Random): number {
  if (hours === "always") return random.integer(1440);
  if (hours === "night") return 60 + random.integer(240);
  return 450 + random.integer(320) + random.integer(320);
}
