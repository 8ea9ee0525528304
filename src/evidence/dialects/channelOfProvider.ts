/** Providers that write to one log only, for sources that keep the provider and lose the channel. */
const CHANNELS: ReadonlyMap<string, string> = new Map([
  ["Microsoft-Windows-Security-Auditing", "Security"],
  ["Microsoft-Windows-Sysmon", "Microsoft-Windows-Sysmon/Operational"],
  ["Microsoft-Windows-TaskScheduler", "Microsoft-Windows-TaskScheduler/Operational"],
  ["Microsoft-Windows-PowerShell", "Microsoft-Windows-PowerShell/Operational"],
  ["PowerShell", "Windows PowerShell"],
  ["Service Control Manager", "System"],
  ["Microsoft-Windows-Windows Defender", "Microsoft-Windows-Windows Defender/Operational"],
  ["Microsoft-Windows-WMI-Activity", "Microsoft-Windows-WMI-Activity/Operational"],
  [
    "Microsoft-Windows-TerminalServices-LocalSessionManager",
    "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational",
  ],
  [
    "Microsoft-Windows-TerminalServices-RemoteConnectionManager",
    "Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational",
  ],
]);

/**
 * The log that a provider writes to, where there is only one; null where that is not known.
 *
 * @example
 * channelOfProvider("Service Control Manager") // "System"
 */
export function channelOfProvider(provider: string | null): string | null {
  return provider === null ? null : (CHANNELS.get(provider) ?? null);
}
