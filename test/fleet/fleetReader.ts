import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import * as yauzl from "yauzl";
import type { TruthEntry } from "../../src/fleet/artefact";
import type { TruthStep } from "../../src/fleet/fleetTruth";

/** One line of a fleet's log, as far as the tests look at it. */
export interface Line {
  readonly id: number;
  readonly record: number;
  readonly time: string;
  readonly computer: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The truth file. */
export interface Truth {
  readonly planted: readonly TruthEntry[];
  readonly omitted: readonly { readonly id: string; readonly reason: string }[];
  readonly intrusion: {
    readonly entry: string;
    readonly account: string;
    readonly steps: readonly TruthStep[];
    readonly indicators: Record<
      "before" | "after",
      readonly { readonly value: string; readonly verdict: string }[]
    >;
  };
  readonly benign: {
    readonly counts: Record<string, number>;
    readonly renamed: readonly { readonly host: string; readonly formerly: string }[];
  };
}

/** The names of a fleet's hosts, sorted. */
export function hostsOf(fleet: string): string[] {
  return readdirSync(join(fleet, "hosts")).sort();
}

/** A log of a fleet by its path inside it. */
export function readLog(fleet: string, path: string): Line[] {
  const text = gunzipSync(readFileSync(join(fleet, path))).toString("utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const { System, EventData, UserData } = JSON.parse(line).Event;
      return {
        id: System.EventID,
        record: System.EventRecordID,
        time: System.TimeCreated["#attributes"].SystemTime,
        computer: System.Computer,
        data: EventData ?? UserData?.LogFileCleared ?? {},
      };
    });
}

/** The Task Scheduler log of a host. */
export function operational(fleet: string, host: string): Line[] {
  return readLog(fleet, `hosts/${host}/TaskScheduler-Operational.jsonl.gz`);
}

/** The truth file of a fleet. */
export function readTruth(fleet: string): Truth {
  return JSON.parse(readFileSync(join(fleet, "truth.json"), "utf8"));
}

/** All members of a zip file, by path, as an independent reader sees them (it checks sizes and CRC-32). */
export async function unzip(path: string): Promise<Map<string, Buffer>> {
  const members = new Map<string, Buffer>();
  const archive = await yauzl.openPromise(path);
  for await (const entry of archive.eachEntry()) {
    const stream = await archive.openReadStreamPromise(entry);
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    members.set(entry.fileName, Buffer.concat(parts));
  }
  return members;
}
