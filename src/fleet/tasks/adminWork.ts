import type { Random } from "../../core/random";
import { isWeekend, localMidnight, MINUTE, running, SECOND } from "../calendar";
import { characters, wholeNumber } from "../identifiers";
import type { User } from "../users";
import { DEPLOYED, encodedPowerShell, ONE_OFFS, type OneOff } from "./adminTasks";
import {
  type HostTask,
  principalOf,
  systemRegistrar,
  type TaskDefinition,
  userPrincipal,
  userRegistrar,
} from "./definition";
import type { RoutineTask } from "./hostTasks";
import type { TaskLog } from "./taskLog";
import type { Setting } from "./taskRuns";
import { exec, type TaskAction } from "./taskSpec";

/** How much was done by hand on a host. */
export interface AdminWork {
  oneOffs: number;
  deployments: number;
  onDemand: number;
  edits: number;
}

/** What happens by hand on a server per working day; workstations get a third of it. */
const RATES = { oneOffs: 0.085, deployments: 0.05, onDemand: 0.13, edits: 0.022 };
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** Writes the work by hand of the whole period on one host: one-off tasks, deployments, runs, changes. Owners help themselves. */
export function doAdminWork(
  log: TaskLog,
  setting: Setting,
  routine: readonly RoutineTask[],
  random: Random,
): AdminWork {
  const done: AdminWork = { oneOffs: 0, deployments: 0, onDemand: 0, edits: 0 };
  const jobs = { oneOffs: doOneOff, deployments: deploy, onDemand: runOnDemand, edits: edit };
  for (let day = setting.host.installedOn; day < setting.period.days; day++) {
    for (const kind of Object.keys(jobs) as (keyof AdminWork)[]) {
      const own = random.fork(`${kind}:${day}`);
      const busy = (setting.host.client ? 0.35 : 1) * (isWeekend(setting.period, day) ? 0.08 : 1);
      for (let i = wholeNumber(own, RATES[kind] * busy); i > 0; i--) {
        const time = momentOf(setting, day, own);
        if (!running(setting.calendar.up, time)) continue;
        const admin = own.pick(setting.domain.admins);
        const user = own.next() < 0.6 ? (setting.host.owner ?? admin) : admin;
        jobs[kind]({ log, setting, routine, time, admin: user, random: own });
        done[kind] += 1;
      }
    }
  }
  return done;
}

interface Job {
  readonly log: TaskLog;
  readonly setting: Setting;
  readonly routine: readonly RoutineTask[];
  readonly time: number;
  readonly admin: User;
  readonly random: Random;
}

/** Office hours, now and then an evening or a call in the night. */
function momentOf({ host, period }: Setting, day: number, random: Random): number {
  const chance = random.next();
  const minute =
    chance < 0.86
      ? 480 + random.integer(570)
      : chance < 0.95
        ? 1050 + random.integer(330)
        : random.integer(480);
  return localMidnight(host, period, day) + minute * MINUTE + random.integer(60_000_000);
}

function doOneOff({ log, setting, time, admin, random }: Job): void {
  const { host, domain, period } = setting;
  const plan = pickWeighted(ONE_OFFS, random);
  const fill = filler(host.name, admin.name, random);
  const night = time + (7 + random.integer(8)) * 60 * MINUTE;
  const definition: TaskDefinition = {
    name: fill(plan.name),
    action: fillAction(plan.action, fill),
    principal: plan.system ? principalOf("system", domain) : userPrincipal(admin, domain, true),
    triggers: [{ kind: "once", time: plan.night ? night : time + 5 * MINUTE }],
    author: `${domain.netbios}\\${admin.name}`,
    date: time,
    style: random.next() < 0.6 ? "schtasks" : "powershell",
    hidden: random.next() < 0.05,
  };
  const task = { definition, random };
  const by = userRegistrar(admin, domain, random);
  log.register(task, time, by);
  if (random.next() < 0.5) log.touch(task, time + 2);
  const first = plan.night ? night : time + (20 + random.integer(400)) * SECOND;
  const runs = random.next() < 0.7 ? 1 : 2 + random.integer(3);
  let last = first;
  for (let i = 0; i < runs; i++) {
    if (!running(setting.calendar.up, last)) break;
    const code = random.next() < 0.12 ? random.pick([1, 2, 2147942402]) : 0;
    const start = plan.night && i === 0 ? "time" : "demand";
    log.run(task, { time: last, start, account: by.account, seconds: 4 + random.integer(60), code });
    last += (3 + random.integer(1200)) * MINUTE;
  }
  if (random.next() < 0.5 && last < period.end) log.remove(task, last + random.integer(90) * MINUTE, by);
}

function deploy({ log, setting, time, random }: Job): void {
  const { host, domain } = setting;
  const definition: TaskDefinition = {
    name: `\\${random.next() < 0.7 ? "deploy-" : ""}${characters(random, 8, LETTERS)}`,
    action: encodedPowerShell(
      random.pick(DEPLOYED),
      "-NoProfile -NonInteractive -ExecutionPolicy Unrestricted",
    ),
    principal: principalOf("system", domain),
    triggers: [{ kind: "registration" }],
    author: "",
    date: time,
    style: "powershell",
    hidden: random.next() < 0.3,
  };
  const task = { definition, random };
  const service = domain.services.get("svc-deploy")!;
  const by =
    random.next() < 0.75 ? userRegistrar(service, domain, random) : systemRegistrar(host.name, domain);
  log.register(task, time, by);
  if (random.next() < 0.6) log.touch(task, time + 2);
  const demand = random.next() < 0.6;
  const seconds = 2 + random.integer(30);
  const run = { time: time + (1 + random.integer(5)) * SECOND, seconds, account: by.account };
  log.run(task, { ...run, start: demand ? "demand" : "registration" });
  log.remove(task, run.time + (seconds * 2 + random.integer(60)) * SECOND, by);
}

function runOnDemand({ log, setting, routine, time, admin, random }: Job): void {
  const chosen = pickRoutine(routine, random, 0.8);
  if (chosen === undefined) return;
  const account = `${setting.domain.netbios}\\${admin.name}`;
  const code = random.next() < 0.1 ? 1 : 0;
  log.run({ ...chosen.task, random }, { time, start: "demand", account, seconds: chosen.spec.seconds, code });
}

/** A task out of use for a while, a new time for it, or another program for a test: run, and changed back. */
function edit({ log, setting, routine, time, admin, random }: Job): void {
  const chosen = pickRoutine(routine, random, 0.85);
  if (chosen === undefined) return;
  const by = userRegistrar(admin, setting.domain, random);
  const { definition } = chosen.task;
  const original: HostTask = { definition, random };
  if (random.next() < 0.2) {
    log.disable(original, time, by);
    log.update(original, time + (5 + random.integer(60)) * MINUTE, by);
    return;
  }
  if (random.next() < 0.45 || "classId" in definition.action) {
    log.update(original, time, by);
    return;
  }
  const trial = random.pick([
    exec("cmd.exe", "/c C:\\Temp\\trial.cmd"),
    exec(definition.action.command, `${definition.action.arguments} /debug`),
    exec("powershell.exe", "-NoProfile -File C:\\Temp\\trial.ps1"),
  ]);
  log.update({ definition: { ...definition, action: trial }, random }, time, by);
  const start = time + (15 + random.integer(200)) * SECOND;
  const changed = { definition: { ...definition, action: trial }, random };
  log.run(changed, { time: start, start: "demand", account: by.account, seconds: 20 });
  log.update(original, start + (2 + random.integer(50)) * MINUTE, by);
}

/** Mostly one of the organisation's own tasks; none that is disabled or waits for somebody at the screen. */
function pickRoutine(
  routine: readonly RoutineTask[],
  random: Random,
  ownShare: number,
): RoutineTask | undefined {
  const ours = random.next() < ownShare;
  const fitting = routine.filter(
    ({ task: { definition } }) =>
      definition.principal.context !== "" &&
      !definition.disabled &&
      (definition.style === "schtasks") === ours,
  );
  return fitting.length === 0 ? undefined : random.pick(fitting);
}

function pickWeighted(plans: readonly OneOff[], random: Random): OneOff {
  let left = random.integer(plans.reduce((sum, plan) => sum + plan.weight, 0));
  return plans.find((plan) => {
    left -= plan.weight;
    return left < 0;
  })!;
}

/** One number and one word per task, so that its name and its program agree. */
function filler(host: string, admin: string, random: Random): (text: string) => string {
  const number = String(10_000 + random.integer(89_999));
  const letters = characters(random, 4 + random.integer(5), LETTERS);
  return (text) =>
    text
      .replaceAll("{number}", number)
      .replaceAll("{letters}", letters)
      .replaceAll("{host}", host)
      .replaceAll("{admin}", admin);
}

function fillAction(action: TaskAction, fill: (text: string) => string): TaskAction {
  return "classId" in action ? action : exec(fill(action.command), fill(action.arguments));
}
