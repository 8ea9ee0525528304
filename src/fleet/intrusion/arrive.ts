import type { Random } from "../../core/random";
import { logonIdOf, SYSTEM, SYSTEM_LOGON } from "../activity/accounts";
import { PLATFORM } from "../activity/programs";
import { DAY, isWeekend, localMidnight, MINUTE, running, SECOND } from "../calendar";
import type { Host } from "../hosts";
import { characters } from "../identifiers";
import type { Campaign } from "./campaign";
import { BEACON_DOMAIN, SEARCH_TOOL, SECOND_STAGE } from "./indicators";

const SERVICES = {
  key: "service:services",
  image: "C:\\Windows\\System32\\services.exe",
  commandLine: "C:\\Windows\\System32\\services.exe",
};
const MSIEXEC = "C:\\Windows\\System32\\msiexec.exe";
const CMD = "C:\\Windows\\System32\\cmd.exe";
const PLATFORM_KEY = `service:${PLATFORM}`;
const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** From the update to the first steps inside: what happens on the monitoring servers. */
export function arrive(campaign: Campaign): void {
  for (const host of campaign.platforms) {
    update(campaign, host);
    beacon(campaign, host, campaign.random.fork(`beacon:${host.name}`));
  }
  secondStage(campaign, campaign.random.fork("second stage"));
}

/** The vendor's installer runs at night, and the service comes back with another library. */
function update(campaign: Campaign, host: Host): void {
  const step = "trojaned-update";
  const time = campaign.moment(host, 0.1, 3, 1, campaign.random.fork(`update:${host.name}`));
  const records = campaign.on(host);
  const system = { step, account: SYSTEM, logonId: SYSTEM_LOGON };
  records.processes.push({
    ...system,
    time,
    key: `update:${time}`,
    image: MSIEXEC,
    commandLine: `${MSIEXEC} /update C:\\ProgramData\\NetView\\Updates\\NetView-Platform-2025.1.3.msp /qn`,
    parent: {
      key: "service:updater",
      image: "C:\\Program Files\\NetView\\Platform\\NetView.Updater.exe",
      commandLine: '"C:\\Program Files\\NetView\\Platform\\NetView.Updater.exe" /service',
    },
  });
  for (const [i, file] of ["NetView.Core.BusinessLayer.dll", "NetView.Web.Views.dll"].entries()) {
    const path = `C:\\Program Files\\NetView\\Platform\\${file}`;
    const written = time + (20 + i) * SECOND;
    records.files.push({ step, time: written, key: `update:${time}`, image: MSIEXEC, path, account: SYSTEM });
  }
  const restarted = time + 70 * SECOND;
  records.states.push(
    { step, time: restarted - 4 * SECOND, name: "NetView Business Layer", state: "stopped" },
    { step, time: restarted, name: "NetView Business Layer", state: "running" },
  );
  records.processes.push({
    ...system,
    time: restarted,
    key: PLATFORM_KEY,
    image: PLATFORM,
    commandLine: `"${PLATFORM}"`,
    parent: SERVICES,
  });
}

/**
 * After some quiet days the service asks for generated names at uneven intervals. Where the intruders lose interest the
 * answers stop it; on the entry server one answer names the second stage.
 */
function beacon(campaign: Campaign, host: Host, random: Random): void {
  const step = "beacon";
  const { period, calendar } = campaign.setting(host);
  const records = campaign.on(host);
  const chosen = host === campaign.entry;
  const from = period.start + 0.2 * period.days * DAY;
  const until = period.start + (chosen ? 0.92 : 0.3) * period.days * DAY;
  const staged = period.start + 0.33 * period.days * DAY;
  const victim = characters(random, 15, LETTERS);
  const common = { step, key: PLATFORM_KEY, image: PLATFORM, account: SYSTEM };
  for (
    let time = Math.floor(from);
    time < until;
    time += (40 + random.integer(110)) * MINUTE + random.integer(1e6)
  ) {
    if (!running(calendar.up, time)) continue;
    const second = chosen && time >= staged;
    const name = `${victim}${characters(random, 12 + random.integer(8), LETTERS)}.svc-eu.${BEACON_DOMAIN}`;
    const answer = second
      ? `type:  5 ${SECOND_STAGE.name};::ffff:${SECOND_STAGE.address};`
      : `::ffff:198.18.${random.integer(4)}.${1 + random.integer(250)};`;
    records.queries.push({ ...common, time, name, answer });
    if (!second || random.next() > 0.4) continue;
    records.connections.push({ ...common, time: time + 300_000, to: SECOND_STAGE, protocol: "tcp" });
  }
}

/** A shell below the platform's service, a look around, and the first use of the stolen account. */
function secondStage(campaign: Campaign, random: Random): void {
  const { entry, stolen, foothold, model } = campaign;
  const records = campaign.on(entry);
  const begin = campaign.moment(entry, 0.37, 13, 2, random);
  const parent = { key: PLATFORM_KEY, image: PLATFORM, commandLine: `"${PLATFORM}"` };
  const system = { step: "second-stage", account: SYSTEM, logonId: SYSTEM_LOGON };
  records.files.push({
    step: "second-stage",
    time: begin - 30 * SECOND,
    key: PLATFORM_KEY,
    image: PLATFORM,
    path: SEARCH_TOOL.image,
    account: SYSTEM,
  });
  const controller = campaign.controller?.name ?? "localhost";
  const commands: readonly [line: string, image: string, args: string, originalName?: string][] = [
    ["whoami /all", "C:\\Windows\\System32\\whoami.exe", "whoami  /all"],
    ["nltest /domain_trusts", "C:\\Windows\\System32\\nltest.exe", "nltest  /domain_trusts"],
    [
      `${SEARCH_TOOL.image} -h ${controller} -f (name="Domain Admins") member -list`,
      SEARCH_TOOL.image,
      `${SEARCH_TOOL.image}  -h ${controller} -f (name="Domain Admins") member -list`,
      SEARCH_TOOL.originalName,
    ],
  ];
  let time = begin;
  for (const [line, image, commandLine, originalName] of commands) {
    const shell = { key: `shell:${time}`, image: CMD, commandLine: `cmd.exe /C ${line}` };
    records.processes.push({ ...system, ...shell, time, parent });
    const child = {
      time: time + 120_000,
      key: `tool:${time}`,
      image,
      commandLine,
      parent: shell,
      originalName,
    };
    records.processes.push({ ...system, ...child });
    time += (70 + random.integer(200)) * SECOND;
  }
  const arrival = arrivalAt(campaign, foothold, random);
  if (arrival === undefined || foothold === entry) return;
  const step = "stolen-account";
  const server = `${foothold.name}.${model.domain.dns}`;
  const asking = { account: SYSTEM, logonId: SYSTEM_LOGON, image: PLATFORM };
  records.explicitLogons.push({ ...asking, step, time: arrival - 200_000, target: stolen, server });
  campaign.on(foothold).logons.push({
    step,
    time: arrival,
    account: stolen,
    type: 3,
    from: campaign.device(entry),
    logonId: logonIdOf(foothold.name, arrival),
    seconds: 240,
    ntlm: true,
  });
}

/** A moment at which the workstation runs, within some days before the first task. */
function arrivalAt(campaign: Campaign, host: Host, random: Random): number | undefined {
  const { period, calendar } = campaign.setting(host);
  const wished = Math.floor(0.39 * period.days);
  for (const day of [wished, wished - 1, wished + 1, wished - 2]) {
    if (day < 0 || isWeekend(period, day)) continue;
    const time = localMidnight(host, period, day) + (620 + random.integer(200)) * MINUTE;
    if (running(calendar.up, time)) return time;
  }
  return undefined;
}
