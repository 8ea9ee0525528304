import type { HostLife } from "./hostLife";
import type { ZipMember } from "./zip";

/** A file of one host, before compression. */
export type HostFile = HostFilePlace &
  ({ readonly lines: readonly string[] } | { readonly members: readonly ZipMember[] });

interface HostFilePlace {
  /** Folder of the fleet in which each host has one. */
  readonly folder: "hosts" | "activity";
  readonly name: string;
}

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

/** One event of a step of the intrusion, on a host. */
export interface PlantedEvent {
  readonly step: string;
  readonly host: string;
  readonly event: TruthEvent;
}

/** What an artefact gives for one host. */
export interface HostArtefact {
  readonly files: readonly HostFile[];
  /** Counts by name, summed over the hosts into the summary. */
  readonly counts: Readonly<Record<string, number>>;
  readonly planted: readonly TruthEntry[];
  /** Events of the intrusion, each with its step. */
  readonly steps: readonly PlantedEvent[];
  readonly omitted: readonly { readonly id: string; readonly reason: string }[];
}

/** Writes one kind of evidence of one host; it draws from `life.source(its name)` alone. */
export type Artefact = (life: HostLife) => HostArtefact;
