/** Channels of the events that views are made of; the Security and System logs go by their plain names. */
export const SYSMON = "Microsoft-Windows-Sysmon/Operational";
/** See {@link SYSMON}. */
export const TASK_SCHEDULER = "Microsoft-Windows-TaskScheduler/Operational";
/** See {@link SYSMON}. */
export const LOCAL_SESSIONS = "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational";
/** See {@link SYSMON}. */
export const REMOTE_CONNECTIONS = "Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational";
