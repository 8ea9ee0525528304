import type { Attack, Technique } from "./attack";

const EXECUTION = ["execution"];
const EVASION = ["defense-evasion"];
const ACCESS = ["credential-access"];
const LATERAL = ["lateral-movement"];
const PERSIST = ["persistence", "privilege-escalation"];

const TABLE: readonly (readonly [id: string, name: string, tactics: readonly string[]])[] = [
  ["T1003.001", "LSASS Memory", ACCESS],
  ["T1003.003", "NTDS", ACCESS],
  ["T1021.001", "Remote Desktop Protocol", LATERAL],
  ["T1021.002", "SMB/Windows Admin Shares", LATERAL],
  ["T1033", "System Owner/User Discovery", ["discovery"]],
  ["T1036.003", "Rename Legitimate Utilities", EVASION],
  ["T1036.004", "Masquerade Task or Service", EVASION],
  ["T1036.005", "Match Legitimate Resource Name or Location", EVASION],
  ["T1053.005", "Scheduled Task", [...EXECUTION, ...PERSIST]],
  ["T1059.001", "PowerShell", EXECUTION],
  ["T1059.003", "Windows Command Shell", EXECUTION],
  ["T1070.001", "Clear Windows Event Logs", EVASION],
  ["T1078.002", "Domain Accounts", [...EVASION, ...PERSIST, "initial-access"]],
  ["T1105", "Ingress Tool Transfer", ["command-and-control"]],
  ["T1110.003", "Password Spraying", ACCESS],
  ["T1140", "Deobfuscate/Decode Files or Information", EVASION],
  ["T1218.005", "Mshta", EVASION],
  ["T1218.010", "Regsvr32", EVASION],
  ["T1218.011", "Rundll32", EVASION],
  ["T1482", "Domain Trust Discovery", ["discovery"]],
  ["T1490", "Inhibit System Recovery", ["impact"]],
  ["T1543.003", "Windows Service", PERSIST],
  ["T1560.001", "Archive via Utility", ["collection"]],
  ["T1562.001", "Disable or Modify Tools", EVASION],
  ["T1569.002", "Service Execution", EXECUTION],
];

/**
 * The techniques that our own rules name; for all others give an ATT&CK file ({@link readAttack}).
 *
 * @example
 * knownTechniques().get("T1053.005")?.name // "Scheduled Task"
 *
 * Source: MITRE ATT&CK for Enterprise. (c) The MITRE Corporation. This work is reproduced and distributed with the
 * permission of The MITRE Corporation.
 */
export function knownTechniques(): Attack {
  return new Map(TABLE.map(([id, name, tactics]): [string, Technique] => [id, { id, name, tactics }]));
}
