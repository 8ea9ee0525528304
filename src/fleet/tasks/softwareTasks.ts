import { atLogon, daily, every, exec, onState, type TaskSpec, type Trigger, weekly } from "./taskSpec";

const EDGE = "C:\\Program Files (x86)\\Microsoft\\EdgeUpdate\\MicrosoftEdgeUpdate.exe";
const GOOGLE = "C:\\Program Files (x86)\\Google\\Update\\GoogleUpdate.exe";
const ONEDRIVE = "%localappdata%\\Microsoft\\OneDrive\\OneDriveStandaloneUpdater.exe";
const OFFICE = "C:\\Program Files\\Common Files\\Microsoft Shared\\ClickToRun\\OfficeC2RClient.exe";
const MOZILLA = "C:\\Program Files\\Mozilla Firefox\\default-browser-agent.exe";
const BUSY = 267009;
const CANCELLED = 3221225786;

const program = (
  name: string,
  command: string,
  args: string,
  runAs: TaskSpec["runAs"],
  triggers: readonly Trigger[],
  more: Partial<TaskSpec> = {},
): TaskSpec => ({ name: `\\${name}`, action: exec(command, args), runAs, triggers, ...more });

/**
 * Tasks of software that is found on some hosts of any role; several names carry the GUID of an installation or the SID
 * of a user, so that they are new on every host.
 *
 * Source: names and programs as these products register them; shares and rates are ours.
 */
export const SOFTWARE_TASKS: readonly TaskSpec[] = [
  program("MicrosoftEdgeUpdateTaskMachineCore", EDGE, "/c", "system", [daily("10:17")], {
    share: 0.6,
    fails: 0.01,
    codes: [BUSY],
    active: 0.3,
  }),
  program("MicrosoftEdgeUpdateTaskMachineUA", EDGE, "/ua /installsource scheduler", "system", [every(1440)], {
    share: 0.6,
    fails: 0.03,
    codes: [2147747592],
    active: 0.3,
  }),
  program("GoogleUpdateTaskMachineCore{guid}", GOOGLE, "/c", "system", [daily("11:43"), atLogon], {
    on: "client",
    share: 0.8,
  }),
  program("GoogleUpdateTaskMachineUA{guid}", GOOGLE, "/ua /installsource scheduler", "system", [every(360)], {
    on: "client",
    share: 0.8,
    fails: 0.02,
    codes: [2147747592],
  }),
  program("GoogleUpdateTaskMachineCore{guid}", GOOGLE, "/c", "system", [daily("11:43")], {
    on: "server",
    share: 0.08,
  }),
  program("GoogleUpdateTaskMachineUA{guid}", GOOGLE, "/ua /installsource scheduler", "system", [every(480)], {
    on: "server",
    share: 0.08,
    fails: 0.02,
    codes: [2147747592],
  }),
  program(
    "OneDrive Standalone Update Task-{sid}",
    ONEDRIVE,
    "",
    "interactive",
    [daily("12:20", "weekdays")],
    {
      roles: ["workstation", "terminal"],
      rearms: 0.08,
      author: "Microsoft Corporation",
      fails: 0.05,
      codes: [2147942402],
    },
  ),
  program(
    "OneDrive Reporting Task-{sid}",
    ONEDRIVE,
    "/reporting",
    "interactive",
    [daily("13:20", "weekdays")],
    { roles: ["workstation", "terminal"], author: "Microsoft Corporation" },
  ),
  program(
    "Microsoft\\Office\\Office Automatic Updates 2.0",
    OFFICE,
    "/update SCHEDULEDTASK displaylevel=False",
    "system",
    [weekly(2, "10:30"), atLogon],
    { roles: ["workstation", "terminal"], author: "Microsoft Office", fails: 0.02, codes: [17002] },
  ),
  program(
    "Microsoft\\Office\\Office ClickToRun Service Monitor",
    OFFICE,
    "/WatchService",
    "system",
    [atLogon],
    { roles: ["workstation", "terminal"], author: "Microsoft Office" },
  ),
  program(
    "Microsoft\\Office\\Office Feature Updates",
    "C:\\Program Files\\Microsoft Office\\root\\Office16\\sdxhelper.exe",
    "",
    "interactive",
    [daily("11:55", "weekdays")],
    { roles: ["workstation", "terminal"], author: "Microsoft Office" },
  ),
  program(
    "Adobe Acrobat Update Task",
    "C:\\Program Files (x86)\\Common Files\\Adobe\\ARM\\1.0\\AdobeARM.exe",
    "",
    "interactive",
    [atLogon, daily("14:00", "weekdays")],
    { on: "client", share: 0.7, author: "Adobe Systems Incorporated" },
  ),
  program(
    "Mozilla\\Firefox Default Browser Agent 308046B0AF4A39CB",
    MOZILLA,
    'do-task "308046B0AF4A39CB"',
    "interactive",
    [daily("11:25")],
    { on: "client", share: 0.35, author: "Mozilla" },
  ),
  program("npcapwatchdog", "C:\\Program Files\\Npcap\\CheckStatus.bat", "", "system", [weekly(2, "00:00")], {
    share: 0.08,
  }),
  program(
    "User_Feed_Synchronization-{guid}",
    "C:\\Windows\\system32\\msfeedssync.exe",
    "sync",
    "interactive",
    [daily("15:31", "weekdays")],
    { share: 0.15 },
  ),
  program(
    "{guid}",
    "C:\\Windows\\system32\\pcalua.exe",
    '-a "C:\\Program Files\\Legacy ERP\\erpclient.exe"',
    "interactive",
    [onState(0.3)],
    { on: "client", share: 0.5, fails: 0.3, codes: [CANCELLED] },
  ),
  program(
    "{guid}",
    "C:\\Windows\\system32\\rundll32.exe",
    'C:\\Windows\\system32\\pla.dll,PlaHost "Disk baseline" "$(Arg0)"',
    "system",
    [daily("23:00", "weekdays")],
    { on: "server", share: 0.1 },
  ),
  program(
    "Dell\\SupportAssist Automatic Repair",
    "C:\\Program Files\\Dell\\SupportAssistAgent\\bin\\SupportAssist.exe",
    "/silent",
    "system",
    [weekly(4, "10:00")],
    { on: "client", share: 0.5 },
  ),
  program(
    "Intel\\Intel Telemetry 3",
    "C:\\Program Files\\Intel\\Telemetry 3.0\\lrio.exe",
    "--upload",
    "system",
    [daily("18:05")],
    { share: 0.15, fails: 0.2, codes: [1] },
  ),
  program(
    "HPE\\iLO Amplifier Heartbeat",
    "C:\\Program Files\\Hewlett Packard Enterprise\\AMS\\service\\amshelper.exe",
    "",
    "system",
    [weekly(3, "03:00")],
    { on: "server", share: 0.3 },
  ),
  program(
    "VMware\\Tools Status",
    "C:\\Program Files\\VMware\\VMware Tools\\VMwareToolboxCmd.exe",
    "stat hosttime",
    "system",
    [weekly(1, "05:05")],
    { on: "server", share: 0.6 },
  ),
];
