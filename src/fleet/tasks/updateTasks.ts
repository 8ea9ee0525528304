import { com, daily, exec, inMaintenance, onEvent, onState, type TaskSpec, windowsTask } from "./taskSpec";

const USO = "%systemroot%\\system32\\usoclient.exe";
const MUS = "%systemroot%\\system32\\MusNotification.exe";
const dll = (file: string, id: number) => `$(@%systemroot%\\system32\\${file},-${id})`;

/**
 * Tasks of Windows Update, which re-register themselves on every host and so fill the logs with 140 and 4702.
 *
 * Source: as for the other tasks of Windows.
 */
export const UPDATE_TASKS: readonly TaskSpec[] = [
  windowsTask("UpdateOrchestrator\\Schedule Scan", exec(USO, "StartScan"), "system", [daily("01:50")], {
    rearms: 1,
    active: 0.35,
  }),
  windowsTask("UpdateOrchestrator\\Schedule Retry Scan", exec(USO, "StartScan"), "system", [onState(0.15)], {
    rearms: 0.6,
    until: 17763,
  }),
  windowsTask(
    "UpdateOrchestrator\\Schedule Scan Static Task",
    exec(USO, "StartScan"),
    "system",
    [onEvent(0.1)],
    { author: dll("usosvc.dll", 103), since: 17763 },
  ),
  windowsTask("UpdateOrchestrator\\USO_UxBroker", exec(MUS), "system", [onState(0.12)], {
    author: dll("usosvc.dll", 103),
    since: 17763,
    rearms: 0.2,
  }),
  windowsTask("UpdateOrchestrator\\Report policies", exec(USO, "ReportPolicies"), "system", [onState(0.1)], {
    author: dll("usosvc.dll", 103),
    since: 19041,
    on: "client",
  }),
  windowsTask(
    "UpdateOrchestrator\\Schedule Maintenance Work",
    exec(USO, "StartMaintenanceWork"),
    "system",
    [inMaintenance(0.3)],
    { since: 19041, on: "client" },
  ),
  windowsTask(
    "UpdateOrchestrator\\UpdateModelTask",
    exec(USO, "StartModelUpdates"),
    "system",
    [onState(0.1)],
    { author: dll("usosvc.dll", 103), since: 19041, until: 20348, on: "client" },
  ),
  windowsTask(
    "UpdateOrchestrator\\Refresh Settings",
    exec(USO, "RefreshSettings"),
    "system",
    [onState(0.3)],
    { until: 14393 },
  ),
  windowsTask("UpdateOrchestrator\\Schedule Work", exec(USO, "StartWork"), "system", [daily("13:00")], {
    since: 20348,
    rearms: 0.5,
    active: 0.2,
  }),
  windowsTask(
    "UpdateOrchestrator\\Start Oobe Expedite Work",
    exec(USO, "StartOobeAppsScan"),
    "system",
    [onState(0)],
    { since: 22621 },
  ),
  windowsTask(
    "WindowsUpdate\\Scheduled Start",
    exec("C:\\Windows\\system32\\sc.exe", "start wuauserv"),
    "system",
    [daily("14:10"), onState(0.05)],
    { author: "Microsoft Corporation.", fails: 0.15, codes: [1056], rearms: 0.9, active: 0.2 },
  ),
  windowsTask(
    "WaaSMedic\\PerformRemediation",
    com("72566E27-1ABB-4EB3-B4F0-EB431CB1CB32", "WaaSRemediation"),
    "system",
    [onState(0.12)],
    { author: dll("WaasMedicSvc.dll", 102), since: 17763, rearms: 0.7, on: "client" },
  ),
];
