import type { Random } from "../core/random";
import type { FleetPlan } from "./fleetPlan";
import type { Setting } from "./tasks/taskRuns";
import type { ZipMember } from "./zip";

/** A file of one host, before compression. */
export type HostFile =
  | { readonly name: string; readonly lines: readonly string[] }
  | { readonly name: string; readonly members: readonly ZipMember[] };

/** One planted item as the truth tells it. */
export interface TruthEntry {
  readonly id: string;
  readonly title: string;
  readonly techniques: readonly string[];
  readonly host: string;
  readonly computer: string;
  readonly account: string;
  readonly from_host: string;
  readonly first_seen: string;
  readonly last_seen: string;
  readonly tasks: readonly string[];
  readonly why: string;
  readonly seen_by: string;
  readonly events: readonly TruthEvent[];
  readonly files: readonly TruthFile[];
}

/** One planted event: its record in a file of the fleet. */
export interface TruthEvent {
  readonly file: string;
  readonly channel: string;
  readonly event_id: number;
  readonly record_id: number;
  /** Number of its line in the file, from 1: what readers give as `_record`. */
  readonly line: number;
  readonly time: string;
}

/** One planted file: a member of an archive of the fleet; `restored` ones look as they did before. */
export interface TruthFile {
  readonly file: string;
  readonly member: string;
  readonly state: "left" | "restored";
}

/** What an artefact gives for one host. */
export interface HostArtefact {
  readonly files: readonly HostFile[];
  /** Counts by name, summed over the hosts into the summary. */
  readonly counts: Readonly<Record<string, number>>;
  readonly planted: readonly TruthEntry[];
  readonly omitted: readonly { readonly id: string; readonly reason: string }[];
}

/** Writes one kind of evidence of one host; `random` belongs to this artefact on this host alone. */
export type Artefact = (plan: FleetPlan, setting: Setting, random: Random) => HostArtefact;
