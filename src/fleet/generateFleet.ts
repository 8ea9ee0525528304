import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { startProgress } from "../core/progress";
import {
  logonArtefact,
  networkArtefact,
  processArtefact,
  serviceArtefact,
} from "./activity/activityArtefacts";
import type { Artefact, HostFile } from "./artefact";
import { FLEET_GENERATOR, FLEET_VERSION, replaceFolder } from "./fleetFolder";
import { type ArtefactName, type FleetOptions, fleetSettings } from "./fleetOptions";
import { type FleetPlan, makePlan } from "./fleetPlan";
import { fleetReadme } from "./fleetReadme";
import { FleetTally } from "./fleetTally";
import { fleetTruth, plantedInOrder } from "./fleetTruth";
import { HostLife } from "./hostLife";
import type { Host } from "./hosts";
import { intelligenceFiles } from "./intrusion/intelligence";
import { taskArtefact } from "./taskArtefact";
import { zip } from "./zip";

/** Options of {@link generateFleet}. */
export interface GenerateOptions extends FleetOptions {
  /** The folder to write: new, or an earlier fleet that is then replaced. */
  readonly out: string;
}

/** What was written. */
export interface FleetSummary {
  readonly out: string;
  readonly hosts: number;
  readonly days: number;
  /** Events of the Task Scheduler logs. */
  readonly taskEvents: number;
  /** Task events of the Security logs. */
  readonly securityEvents: number;
  readonly taskFiles: number;
  readonly logonEvents: number;
  readonly processEvents: number;
  readonly serviceEvents: number;
  readonly networkEvents: number;
  /** Ids of the planted items, in the order of the truth. */
  readonly planted: readonly string[];
  /** Ids of the steps of the intrusion that left events, as they were met. */
  readonly steps: readonly string[];
  /** Bytes of all files of the hosts, compressed. */
  readonly bytes: number;
  /** SHA-256 of the uncompressed content of all files of the hosts: the same for the same options, on every platform. */
  readonly sha256: string;
}

/** Every kind of evidence. A new one is one file and one line here: it cannot change the bits of the others. */
const ARTEFACTS: Readonly<Record<ArtefactName, Artefact>> = {
  tasks: taskArtefact,
  logons: logonArtefact,
  processes: processArtefact,
  services: serviceArtefact,
  network: networkArtefact,
};

/**
 * Writes a believable Windows fleet into a folder: for every host its Task Scheduler log, the task events of its Security
 * log and its task folder; beside them `fleet.json` (what the fleet is), `truth.json` (what is planted; no method may read
 * it) and a README.
 *
 * Host by host, so memory does not grow with the fleet. The folder appears complete or not at all. The default fleet of
 * 100 hosts and 30 days holds about 228,000 task events and 6,700 task files, near the 224,206 and 6,593 of the series.
 */
export async function generateFleet(options: GenerateOptions): Promise<FleetSummary> {
  const { out, ...rest } = options;
  if (typeof out !== "string" || out === "") {
    throw new TypeError(`generateFleet: out must be a path, got ${JSON.stringify(out)}`);
  }
  const settings = fleetSettings("generateFleet", rest);
  const plan = makePlan(settings);
  const progress = startProgress("sample fleet", plan.hosts.length, { unit: "hosts", quiet: options.quiet });
  const tally = new FleetTally();
  try {
    await replaceFolder("generateFleet", out, async (folder) => {
      await writeHosts(folder, plan, tally, (done, host) => {
        progress.update(done, host.name);
        options.onProgress?.(done, plan.hosts.length);
      });
      await writeAbout(folder, plan, tally);
    });
  } finally {
    progress.finish();
  }
  return summaryOf(out, plan, tally);
}

/** While one host's files are packed and written, the next host's evidence is made. */
async function writeHosts(
  root: string,
  plan: FleetPlan,
  tally: FleetTally,
  onDone: (done: number, host: Host) => void,
): Promise<void> {
  let behind = Promise.resolve();
  try {
    for (const [done, host] of plan.hosts.entries()) {
      const files = prepareHost(plan, host, tally);
      await behind;
      behind = writeFiles(root, host, files, tally);
      onDone(done + 1, host);
    }
  } finally {
    await behind;
  }
}

/** Writes what one host has; resolves when its files are on the disk. */
async function writeFiles(
  root: string,
  host: Host,
  files: readonly PreparedFile[],
  tally: FleetTally,
): Promise<void> {
  for (const { file, packed } of files) {
    const folder = join(root, file.folder, host.name);
    await mkdir(folder, { recursive: true });
    const bytes = await packed;
    tally.bytes += bytes.length;
    await writeFile(join(folder, file.name), bytes);
  }
}

interface PreparedFile {
  readonly file: HostFile;
  readonly packed: Promise<Buffer>;
}

/** Makes all evidence of one host; its packing goes on behind. */
function prepareHost(plan: FleetPlan, host: Host, tally: FleetTally): PreparedFile[] {
  const life = new HostLife(plan, host);
  return plan.settings.artefacts.flatMap((name) => {
    const artefact = ARTEFACTS[name](life);
    tally.add(artefact);
    return artefact.files.map((file) => ({
      file,
      packed: pack(file, name, `${host.name}/${file.name}`, tally),
    }));
  });
}

const compress = promisify(gzip);

function pack(file: HostFile, artefact: ArtefactName, path: string, tally: FleetTally): Promise<Buffer> {
  tally.digest(artefact, path);
  if ("members" in file) {
    for (const member of file.members) tally.digest(artefact, member.path, member.data);
    return Promise.resolve(zip(file.members));
  }
  const text = file.lines.length === 0 ? "" : `${file.lines.join("\n")}\n`;
  tally.digest(artefact, text);
  return compress(text, { level: artefact === "tasks" ? 6 : 3 });
}

async function writeAbout(folder: string, plan: FleetPlan, tally: FleetTally): Promise<void> {
  const origin = { generator: FLEET_GENERATOR, version: FLEET_VERSION, ...plan.settings };
  const { counts } = tally;
  const hashes = { sha256: tally.sha256OfAll(), sha256_by_artefact: tally.sha256() };
  const fleet = { ...origin, ...hashes, counts, ...describeFleet(plan) };
  const about = "What is planted in this fleet. For measuring only: no method may read this file.";
  await writeFile(join(folder, "fleet.json"), json(fleet));
  await writeFile(join(folder, "truth.json"), json({ about, ...origin, ...fleetTruth(plan, tally) }));
  await writeFile(join(folder, "README.md"), fleetReadme(plan, counts));
  await mkdir(join(folder, "intelligence", "rules"), { recursive: true });
  for (const { name, text } of intelligenceFiles(plan)) {
    await writeFile(join(folder, "intelligence", name), text);
  }
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function summaryOf(out: string, plan: FleetPlan, tally: FleetTally): FleetSummary {
  return {
    out,
    hosts: plan.hosts.length,
    days: plan.settings.days,
    taskEvents: tally.of("task_events"),
    securityEvents: tally.of("security_events"),
    taskFiles: tally.of("task_files"),
    logonEvents: tally.of("logon_events"),
    processEvents: tally.of("process_events"),
    serviceEvents: tally.of("service_events"),
    networkEvents: tally.of("network_events"),
    planted: plantedInOrder(plan, tally).map((entry) => entry.id),
    steps: [...new Set(tally.steps.map(({ step }) => step))],
    bytes: tally.bytes,
    sha256: tally.sha256OfAll(),
  };
}

function describeFleet({ domain, hosts, devices }: FleetPlan): object {
  return {
    domain: { netbios: domain.netbios, dns: domain.dns },
    admins: domain.admins.map((user) => user.name),
    service_accounts: [...domain.services.keys()],
    machines: hosts.map((host) => ({
      name: host.name,
      role: host.role,
      site: host.site.code,
      utc_offset_minutes: host.site.utcOffsetMinutes,
      product: host.product,
      build: host.build,
      owner: host.owner?.name ?? null,
      address: devices.of(host).address,
    })),
  };
}
