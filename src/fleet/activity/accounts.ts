import { hashText } from "../../core/random";
import type { Host } from "../hosts";
import type { Domain, User } from "../users";

/** An account as event logs name it. */
export interface Account {
  readonly name: string;
  /** NetBIOS domain, or the authority of a built-in account. */
  readonly domain: string;
  readonly sid: string;
}

/** Windows itself. */
export const SYSTEM: Account = { name: "SYSTEM", domain: "NT AUTHORITY", sid: "S-1-5-18" };
/** The built-in account for services that use the network. */
export const NETWORK_SERVICE: Account = {
  name: "NETWORK SERVICE",
  domain: "NT AUTHORITY",
  sid: "S-1-5-20",
};
/** Logon ids that Windows gives its built-in accounts. */
export const SYSTEM_LOGON = "0x3e7";

/** A person or service of the domain. */
export function accountOf(user: User, domain: Domain): Account {
  return { name: user.name, domain: domain.netbios, sid: user.sid };
}

/** A machine's own account, which SYSTEM uses on the network. */
export function machineAccount(host: Host, domain: Domain): Account {
  return {
    name: `${host.name}$`,
    domain: domain.netbios,
    sid: `${domain.sid}-${6000 + (hashText(host.name) % 3000)}`,
  };
}

/** `DOMAIN\name`. */
export function accountText(account: Account): string {
  return `${account.domain}\\${account.name}`;
}

/**
 * The logon id of a session, the same in every artefact: it comes from the place and the beginning.
 *
 * @example
 * logonIdOf("LONAPP01", 5).startsWith("0x") // true
 */
export function logonIdOf(hostName: string, from: number): string {
  return `0x${(0x40000 + (hashText(`${hostName}:${from}`) % 0x7fff0000)).toString(16)}`;
}
