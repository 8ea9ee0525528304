import type { Random } from "../../core/random";
import type { Domain, User } from "../users";
import type { RunAs, TaskAction, Trigger } from "./taskSpec";

/** Who a task runs as. */
export interface Principal {
  /** As in the task's XML: a SID, or `DOMAIN\name`. */
  readonly account: string;
  readonly group: boolean;
  /** As in the log when a run starts; empty for a task that runs as whoever is logged on, and only then. */
  readonly context: string;
  readonly highest: boolean;
}

/** A trigger of a definition: one of a spec, or a single moment. */
export type DefinedTrigger = Trigger | { readonly kind: "once"; readonly time: number };

/** One task of one host: what stands in its file. */
export interface TaskDefinition {
  /** Full name, without placeholders. */
  readonly name: string;
  readonly action: TaskAction;
  readonly principal: Principal;
  readonly triggers: readonly DefinedTrigger[];
  readonly author: string;
  /** When it was first registered, microseconds UTC. */
  readonly date: number;
  /** The tool that wrote the XML; each has its own order and settings. */
  readonly style: "windows" | "schtasks" | "powershell";
  readonly hidden: boolean;
  /** Never runs by itself. @default false */
  readonly disabled?: boolean;
}

/** A task of a host with the random numbers that belong to it alone, so that other tasks never shift its bits. */
export interface HostTask {
  readonly definition: TaskDefinition;
  readonly random: Random;
}

/** Who registers, changes or deletes a task. */
export interface Registrar {
  /** As in the Task Scheduler log. */
  readonly account: string;
  readonly sid: string;
  /** As in the Security log. */
  readonly name: string;
  readonly domain: string;
  readonly logonId: string;
}

const SYSTEM_LOGON = "0x3e7";
const NETWORK_SERVICE_LOGON = "0x3e4";

/** The principal of a spec's `runAs`; service accounts are of the domain. */
export function principalOf(runAs: RunAs, domain: Domain): Principal {
  switch (runAs) {
    case "system":
      return { account: "S-1-5-18", group: false, context: "NT AUTHORITY\\SYSTEM", highest: true };
    case "local service":
      return { account: "S-1-5-19", group: false, context: "(NONE)", highest: false };
    case "network service":
      return { account: "S-1-5-20", group: false, context: "(NONE)", highest: false };
    case "interactive":
      return { account: "S-1-5-4", group: true, context: "", highest: false };
    case "users":
      return { account: "S-1-5-32-545", group: true, context: "", highest: false };
    default:
      return userPrincipal(domain.services.get(runAs)!, domain);
  }
}

/** The principal of a named account. */
export function userPrincipal(user: User, domain: Domain, highest = false): Principal {
  const account = `${domain.netbios}\\${user.name}`;
  return { account, group: false, context: account, highest };
}

/** Somebody's own task, which runs only while they are logged on. */
export function personPrincipal(user: User, domain: Domain): Principal {
  return { account: `${domain.netbios}\\${user.name}`, group: false, context: "", highest: false };
}

/** Windows itself, changing a task that runs as `principal`, on a host. */
export function machineRegistrar(principal: Principal, hostName: string, domain: Domain): Registrar {
  const network = principal.account === "S-1-5-20";
  return {
    account: network ? "S-1-5-20" : `${domain.netbios}\\${hostName}$`,
    sid: network ? "S-1-5-20" : "S-1-5-18",
    name: `${hostName}$`,
    domain: domain.netbios,
    logonId: network ? NETWORK_SERVICE_LOGON : SYSTEM_LOGON,
  };
}

/** A service running as SYSTEM, such as an installer. */
export function systemRegistrar(hostName: string, domain: Domain): Registrar {
  return {
    account: "S-1-5-18",
    sid: "S-1-5-18",
    name: `${hostName}$`,
    domain: domain.netbios,
    logonId: SYSTEM_LOGON,
  };
}

/** A person or service account, in a logon session of its own. */
export function userRegistrar(user: User, domain: Domain, random: Random): Registrar {
  return {
    account: `${domain.netbios}\\${user.name}`,
    sid: user.sid,
    name: user.name,
    domain: domain.netbios,
    logonId: `0x${(0x40000 + random.integer(0x7fff0000)).toString(16)}`,
  };
}
