import type { Random } from "../../core/random";
import { DAY, MINUTE, running } from "../calendar";
import { wholeNumber } from "../identifiers";
import { systemRegistrar, userRegistrar } from "./definition";
import { type RoutineTask, routineTask } from "./hostTasks";
import type { TaskLog } from "./taskLog";
import type { Setting } from "./taskRuns";
import { atBoot, daily, exec, type TaskSpec, type Trigger, weekly } from "./taskSpec";

const SYLLABLES =
  "al bor cen dar el fin gal hex in jor kal lum mer nov or pro quan ris sol tec ur val win xen zor".split(
    " ",
  );
const JOBS = "agent cleanup export import notify poll purge service sync update watch".split(" ");
const FOLDERS = [
  ...["C:\\Apps\\{product}", "C:\\Program Files\\{product}", "C:\\Program Files\\{product}\\bin"],
  ...["C:\\Program Files (x86)\\{product}", "C:\\ProgramData\\{product}", "D:\\{product}", "C:\\{product}"],
  ...["C:\\Windows\\{product}", "C:\\inetpub\\{product}"],
];
const NAMES = [
  ...["\\{product}", "\\{product}\\{job}", "\\{product} {job}", "\\{product}{job}", "\\{product}{job}Task"],
  ...["\\{job}{product}", "\\{product}\\{product} {job}", "\\{product}\\{job} {product}"],
  ...["\\{product} Scheduled {job}", "\\Microsoft\\Windows\\{product}\\{job}"],
];

/** How many a server has, and how many of them are installed within a month. */
const USUAL = 1.4;
const NEW_PER_MONTH = 0.35;

/**
 * Software that only one server has, with names of its own: what makes the rare end of every count long.
 *
 * Some of it is installed within the period, by an administrator or by its own setup, and left there.
 */
export function installBespoke(log: TaskLog, setting: Setting, random: Random): RoutineTask[] {
  const { host, domain, period, calendar } = setting;
  if (host.client) return [];
  const before = Array.from({ length: wholeNumber(random, host.installedOn > 0 ? 0 : USUAL) }, (_, i) => {
    const own = random.fork(`before:${i}`);
    const installed = period.start - (30 + own.integer(600)) * DAY;
    const routine = routineTask(bespokeSpec(own), host, domain, installed, period.start, own);
    log.install(routine.task, routine.task.definition.date);
    return routine;
  });
  const fresh = Array.from({ length: wholeNumber(random, (NEW_PER_MONTH * period.days) / 30) }, (_, i) => {
    const own = random.fork(`new:${i}`);
    const time = period.start + own.integer(period.days * 1440) * MINUTE + own.integer(60_000_000);
    const made = routineTask(bespokeSpec(own), host, domain, time, time, own);
    const task = { ...made.task, definition: { ...made.task.definition, date: time } };
    const by =
      own.next() < 0.5
        ? systemRegistrar(host.name, domain)
        : userRegistrar(own.pick(domain.admins), domain, own);
    if (!running(calendar.up, time)) return undefined;
    log.register(task, time, by);
    if (own.next() < 0.5) log.touch(task, time + 2);
    log.run(task, {
      time: time + (1 + own.integer(90)) * 1e6,
      start: "demand",
      account: by.account,
      seconds: 5,
    });
    return { ...made, task, from: time };
  });
  return [...before, ...fresh.filter((routine) => routine !== undefined)];
}

function bespokeSpec(random: Random): TaskSpec {
  const product = capital(
    Array.from({ length: 2 + random.integer(2) }, () => random.pick(SYLLABLES)).join(""),
  );
  const job = random.pick(JOBS);
  const fill = (text: string) => text.replaceAll("{product}", product).replaceAll("{job}", capital(job));
  const program = random.pick([`${product.toLowerCase()}${job}`, job, product]);
  return {
    name: fill(random.pick(NAMES)),
    action: exec(
      `${fill(random.pick(FOLDERS))}\\${program}.${random.next() < 0.85 ? "exe" : "cmd"}`,
      random.pick(["", "/q", `--${job}`]),
    ),
    runAs: random.next() < 0.75 ? "system" : random.pick(["svc-web", "svc-sql", "local service"]),
    triggers: [bespokeTrigger(random)],
    author: random.next() < 0.5 ? "HALDEN\\svc-deploy" : "",
    fails: random.next() < 0.2 ? 0.3 : 0.01,
    seconds: 1 + random.integer(40),
  };
}

function bespokeTrigger(random: Random): Trigger {
  const time = `${random.integer(24)}:${random.integer(60)}`;
  const chance = random.next();
  if (chance < 0.4) return atBoot;
  return chance < 0.85 ? weekly(random.integer(7), time) : daily(time, "weekdays");
}

function capital(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}
