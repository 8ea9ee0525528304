import {
  atBoot,
  atLogon,
  com,
  daily,
  every,
  exec,
  inMaintenance,
  onEvent,
  type TaskSpec,
  weekly,
  windowsTask,
} from "./taskSpec";

const RUNDLL = "%windir%\\system32\\rundll32.exe";
const dll = (file: string, id: number) => `$(@%systemroot%\\system32\\${file},-${id})`;

/**
 * Tasks that come with Windows Server only, the last ones with its newest build only.
 *
 * Source: as for the other tasks of Windows.
 */
export const SERVER_TASKS: readonly TaskSpec[] = [
  windowsTask(
    "Server Manager\\ServerManager",
    exec("%windir%\\system32\\ServerManagerLauncher.exe"),
    "users",
    [atLogon],
    { on: "server" },
  ),
  windowsTask(
    "Server Initial Configuration Task",
    exec("%windir%\\system32\\srvinitconfig.exe", "/disableconfigtask"),
    "system",
    [],
    { on: "server", share: 0.4 },
  ),
  windowsTask(
    "PLA\\Server Manager Performance Monitor",
    exec(RUNDLL, '%systemroot%\\system32\\pla.dll,PlaHost "Server Manager Performance Monitor" "$(Arg0)"'),
    "system",
    [],
    { on: "server", share: 0.3 },
  ),
  windowsTask(
    "Software Inventory Logging\\Collection",
    exec("%systemroot%\\system32\\cmd.exe", "/d /c %systemroot%\\system32\\silcollector.cmd publish"),
    "system",
    [every(1440)],
    { on: "server", share: 0.5, active: 0.15 },
  ),
  windowsTask(
    "Software Inventory Logging\\Configuration",
    exec("%systemroot%\\system32\\cmd.exe", "/d /c %systemroot%\\system32\\silcollector.cmd configure"),
    "system",
    [atBoot],
    { on: "server" },
  ),
  windowsTask(
    "Storage Tiers Management\\Storage Tiers Optimization",
    exec("%windir%\\system32\\defrag.exe", "-c -h -g -# -m 8 -i 13500"),
    "system",
    [weekly(6, "01:00")],
    { on: "server", author: dll("TieringEngineService.exe", 600), roles: ["file", "database"] },
  ),
  windowsTask(
    "NetworkController\\SDN Diagnostics Task",
    exec("%windir%\\System32\\SDNDiagnosticsTask.exe"),
    "system",
    [],
    { on: "server", since: 17763, share: 0.2 },
  ),
  windowsTask(
    "CertificateServicesClient\\Notification\\CertificateExpiry",
    exec("%windir%\\system32\\certutil.exe", "-pulse"),
    "system",
    [onEvent(0.05)],
    { on: "server", roles: ["web", "domain-controller"] },
  ),
  windowsTask(
    "Cleanup\\StorageSpacesCache",
    com("64C1D9A6-0F25-4F7E-8E6B-3A4E0B4F5D21", "Storage Cleanup Task Handler"),
    "system",
    [inMaintenance(0.2)],
    { on: "server", since: 26100 },
  ),
  windowsTask(
    "Hotpatch\\Monitoring",
    com("7B7E7C7A-21C5-4A0B-9B61-0DE2F2C7A1A4", "Hotpatch Monitoring Task Handler"),
    "system",
    [daily("02:15")],
    { on: "server", since: 26100 },
  ),
];
