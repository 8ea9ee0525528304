import type { Account } from "./accounts";
import type { Device } from "./devices";

/**
 * What happens on a host, before any event is written: the background and the intrusion give the same kinds of record,
 * and one writer for each kind turns them into events. So nothing but its meaning tells a planted one from the others.
 *
 * Times are microseconds since 1970 UTC.
 */
interface Record {
  readonly time: number;
  /** Id of the intrusion's step it belongs to; absent for the background. */
  readonly step?: string;
}

/** Somebody or something logs on, or tries to. */
export interface Logon extends Record {
  readonly account: Account;
  readonly type: 2 | 3 | 4 | 5 | 7 | 10 | 11;
  /** Where from, for logons over the network. */
  readonly from?: Device;
  readonly logonId: string;
  /** Until the log-off; absent when none is written. */
  readonly seconds?: number;
  /** Sub-status of a failed attempt, such as `0xc000006a` for a wrong password. */
  readonly failure?: string;
  /** Older protocol instead of Kerberos. */
  readonly ntlm?: boolean;
}

/** A process uses other credentials than its own (event 4648). */
export interface ExplicitLogon extends Record {
  readonly account: Account;
  readonly logonId: string;
  readonly target: Account;
  readonly server: string;
  readonly image: string;
}

/** A process starts. */
export interface ProcessStart extends Record {
  /** Names this process among the host's: equal keys give equal process ids in every artefact. */
  readonly key: string;
  readonly image: string;
  readonly commandLine: string;
  readonly account: Account;
  readonly logonId: string;
  readonly parent: ParentProcess;
  /** Its name when it was built, where a copy has another. */
  readonly originalName?: string;
  readonly pid?: number;
}

/** The process that started another. */
export interface ParentProcess {
  readonly key: string;
  readonly image: string;
  readonly commandLine: string;
}

/** A process makes a file. */
export interface FileWrite extends Record {
  readonly key: string;
  readonly image: string;
  readonly path: string;
  readonly account: Account;
}

/** A service is installed. */
export interface ServiceInstall extends Record {
  readonly name: string;
  readonly command: string;
  readonly start: "auto start" | "demand start" | "boot start";
  readonly kind: "user mode service" | "kernel mode driver";
  readonly runsAs: string;
  readonly by: Account;
  readonly logonId: string;
}

/** A service runs or stops. */
export interface ServiceState extends Record {
  readonly name: string;
  readonly state: "running" | "stopped";
}

/** A log is cleared. */
export interface LogClear extends Record {
  readonly channel: "Security" | "System" | "Application";
  readonly account: Account;
  readonly logonId: string;
}

/** A process connects to somewhere. */
export interface Connection extends Record {
  readonly key: string;
  readonly image: string;
  readonly account: Account;
  readonly to: { readonly name: string; readonly address: string; readonly port: number };
  readonly protocol: "tcp" | "udp";
}

/** A process asks for a name. */
export interface NameQuery extends Record {
  readonly key: string;
  readonly image: string;
  readonly account: Account;
  readonly name: string;
  /** As Sysmon writes it: `type:  5 other.example;192.0.2.1;`. */
  readonly answer: string;
  /** 0 for an answer, 9003 for no such name. */
  readonly status?: number;
}

/** Everything that one host does, by artefact. */
export interface HostRecords {
  readonly logons: Logon[];
  readonly explicitLogons: ExplicitLogon[];
  readonly processes: ProcessStart[];
  readonly files: FileWrite[];
  readonly services: ServiceInstall[];
  readonly states: ServiceState[];
  readonly clears: LogClear[];
  readonly connections: Connection[];
  readonly queries: NameQuery[];
}

/** A host that has done nothing yet. */
export function noRecords(): HostRecords {
  return {
    logons: [],
    explicitLogons: [],
    processes: [],
    files: [],
    services: [],
    states: [],
    clears: [],
    connections: [],
    queries: [],
  };
}
