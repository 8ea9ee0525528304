import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { startProgress } from "../core/progress";
import type { Artefact, HostFile, TruthEntry } from "./artefact";
import { fleetBackground } from "./background";
import { FLEET_GENERATOR, FLEET_VERSION, replaceFolder } from "./fleetFolder";
import { type FleetOptions, fleetSettings } from "./fleetOptions";
import { type FleetPlan, hostStage, makePlan } from "./fleetPlan";
import { fleetReadme } from "./fleetReadme";
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
  /** Ids of the planted items, in the order of the truth. */
  readonly planted: readonly string[];
  /** Bytes of all files of the hosts, compressed. */
  readonly bytes: number;
  /** SHA-256 of the uncompressed content of all files of the hosts: the same for the same options, on every platform. */
  readonly sha256: string;
}

/**
 * Every kind of evidence, each with the name of its fork of randomness. A new artefact is one file and one line here:
 * it cannot change the bits of the others.
 */
const ARTEFACTS: readonly (readonly [name: string, write: Artefact])[] = [["tasks", taskArtefact]];

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
  const tally = new Tally();
  try {
    await replaceFolder("generateFleet", out, async (folder) => {
      for (const [done, host] of plan.hosts.entries()) {
        await writeHost(folder, plan, host, tally);
        progress.update(done + 1, host.name);
        options.onProgress?.(done + 1, plan.hosts.length);
      }
      await writeAbout(folder, plan, tally);
    });
  } finally {
    progress.finish();
  }
  return tally.summary(out, plan);
}

/** Sums over the hosts, and the truth as it grows. */
class Tally {
  readonly counts = new Map<string, number>();
  readonly planted: TruthEntry[] = [];
  readonly omitted: { readonly id: string; readonly reason: string }[] = [];
  readonly hash = createHash("sha256");
  bytes = 0;
  private digest = "";

  add(counts: Readonly<Record<string, number>>): void {
    for (const [name, count] of Object.entries(counts)) this.counts.set(name, this.of(name) + count);
  }

  of(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  sha256(): string {
    this.digest ||= this.hash.digest("hex");
    return this.digest;
  }

  summary(out: string, plan: FleetPlan): FleetSummary {
    return {
      out,
      hosts: plan.hosts.length,
      days: plan.settings.days,
      taskEvents: this.of("task_events"),
      securityEvents: this.of("security_events"),
      taskFiles: this.of("task_files"),
      planted: this.planted.map((entry) => entry.id),
      bytes: this.bytes,
      sha256: this.sha256(),
    };
  }
}

async function writeHost(
  root: string,
  plan: FleetPlan,
  host: FleetPlan["hosts"][number],
  tally: Tally,
): Promise<void> {
  const { setting, random } = hostStage(plan, host);
  const folder = join(root, "hosts", host.name);
  await mkdir(folder, { recursive: true });
  for (const [name, write] of ARTEFACTS) {
    const artefact = write(plan, setting, random.fork(name));
    tally.add(artefact.counts);
    tally.planted.push(...artefact.planted);
    tally.omitted.push(...artefact.omitted);
    for (const file of artefact.files) {
      const bytes = pack(file, `${host.name}/${file.name}`, tally);
      tally.bytes += bytes.length;
      await writeFile(join(folder, file.name), bytes);
    }
  }
}

/** Compressed bytes may differ between versions of zlib, so the hash is over what is in them. */
function pack(file: HostFile, path: string, tally: Tally): Buffer {
  tally.hash.update(path);
  if ("members" in file) {
    for (const member of file.members) tally.hash.update(member.path).update(member.data);
    return zip(file.members);
  }
  const text = file.lines.length === 0 ? "" : `${file.lines.join("\n")}\n`;
  tally.hash.update(text);
  return gzipSync(text, { level: 6 });
}

async function writeAbout(folder: string, plan: FleetPlan, tally: Tally): Promise<void> {
  const { settings } = plan;
  const order = new Map(plan.hosts.map((host, index) => [host.name, index]));
  tally.planted.sort(
    (a, b) => compare(a.first_seen, b.first_seen) || order.get(a.host)! - order.get(b.host)!,
  );
  const origin = { generator: FLEET_GENERATOR, version: FLEET_VERSION, ...settings };
  const counts = Object.fromEntries(tally.counts);
  const fleet = { ...origin, sha256: tally.sha256(), counts, ...describeFleet(plan) };
  const truth = {
    about: "What is planted in this fleet. For measuring only: no method may read this file.",
    ...origin,
    planted: tally.planted,
    omitted: [...plan.assignment.omitted, ...tally.omitted],
    benign: { ...fleetBackground(plan), counts: pickBenign(counts) },
  };
  await writeFile(join(folder, "fleet.json"), `${JSON.stringify(fleet, null, 2)}\n`);
  await writeFile(join(folder, "truth.json"), `${JSON.stringify(truth, null, 2)}\n`);
  await writeFile(join(folder, "README.md"), fleetReadme(plan, counts));
}

/** Byte order, not a language's. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function describeFleet({ domain, hosts }: FleetPlan): object {
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
    })),
  };
}

function pickBenign(counts: Record<string, number>): Record<string, number> {
  const benign = Object.entries(counts).filter(([name]) => name.startsWith("benign_"));
  return Object.fromEntries(benign.map(([name, count]) => [name.slice("benign_".length), count]));
}
