import type { Random } from "../../core/random";
import type { Role } from "../hosts";
import type { Hours } from "./moments";

/** A program that a host or a person starts. */
export interface Program {
  readonly image: string;
  /** Arguments; each `{…}` is filled in from {@link Words}. */
  readonly arguments: string;
  readonly parent: string;
  readonly parentLine: string;
}

/** A program that a host starts by itself. */
export interface Routine extends Program {
  readonly perDay: number;
  readonly hours: Hours;
  readonly roles?: readonly Role[];
  readonly on?: "server" | "client";
}

/** What stands for a placeholder in an argument. */
export interface Words {
  readonly user: string;
  readonly host: string;
  readonly server: string;
  readonly random: Random;
}

const SYSTEM32 = "C:\\Windows\\System32";
const SERVICES = [`${SYSTEM32}\\services.exe`, `${SYSTEM32}\\services.exe`] as const;
const SVCHOST = (group: string) => [`${SYSTEM32}\\svchost.exe`, `${SYSTEM32}\\svchost.exe ${group}`] as const;
const DCOM = SVCHOST("-k DcomLaunch -p");
const UPDATES = SVCHOST("-k netsvcs -p -s wuauserv");
const EXPLORER = ["C:\\Windows\\explorer.exe", "C:\\Windows\\Explorer.EXE"] as const;
const DEFENDER = "C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.25010.11-0";
const OFFICE = "C:\\Program Files\\Microsoft Office\\root\\Office16";
/** The browser of the house. */
export const BROWSER = "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe";
/** The agent of the monitoring product, on every server. */
export const AGENT = "C:\\Program Files\\NetView\\agent\\nvagent.exe";
/** The server of the monitoring product. */
export const PLATFORM = "C:\\Program Files\\NetView\\Platform\\NetView.BusinessLayerHost.exe";

const program = (image: string, args: string, [parent, parentLine]: readonly [string, string]): Program => ({
  image,
  arguments: args,
  parent,
  parentLine,
});
const routine = (
  perDay: number,
  hours: Hours,
  what: Program,
  more: Pick<Routine, "roles" | "on"> = {},
): Routine => ({ ...what, perDay, hours, ...more });

/** What hosts start by themselves, beside their scheduled tasks. */
export const ROUTINES: readonly Routine[] = [
  routine(
    2,
    "always",
    program(`${DEFENDER}\\MpCmdRun.exe`, "SignatureUpdate -ScheduleJob -RestrictPrivileges", SERVICES),
  ),
  routine(2.5, "always", program(`${SYSTEM32}\\wbem\\WmiPrvSE.exe`, "-secured -Embedding", DCOM)),
  routine(1, "always", program("C:\\Windows\\servicing\\TrustedInstaller.exe", "", SERVICES)),
  routine(
    1,
    "always",
    program(
      `${SYSTEM32}\\wuauclt.exe`,
      "/UpdateDeploymentProvider UpdateDeploymentProvider.dll /RunHandlerComServer",
      UPDATES,
    ),
  ),
  routine(
    1.5,
    "always",
    program(`${SYSTEM32}\\dllhost.exe`, "/Processid:{AB8902B4-09CA-4BB6-B78D-A8F59079A8D5}", DCOM),
  ),
  routine(0.8, "always", program(`${SYSTEM32}\\svchost.exe`, "-k netsvcs -p -s BITS", SERVICES)),
  routine(0.4, "night", program(`${SYSTEM32}\\vssvc.exe`, "", SERVICES), { on: "server" }),
  routine(
    3,
    "always",
    program(`${SYSTEM32}\\cmd.exe`, '/c "wmic cpu get loadpercentage /value"', [
      AGENT,
      `"${AGENT}" -service`,
    ]),
    { on: "server" },
  ),
  routine(1.5, "always", program(`${SYSTEM32}\\netstat.exe`, "-ano", [AGENT, `"${AGENT}" -service`]), {
    on: "server",
  }),
  routine(
    0.6,
    "always",
    program(
      `${SYSTEM32}\\inetsrv\\w3wp.exe`,
      '-ap "Portal" -v "v4.0" -l "webengine4.dll" -a \\\\.\\pipe\\iisipm',
      SVCHOST("-k iissvcs"),
    ),
    { roles: ["web"] },
  ),
  routine(
    2,
    "office",
    program(
      "C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\csc.exe",
      "/noconfig /fullpaths @App_Web.cmdline",
      [`${SYSTEM32}\\inetsrv\\w3wp.exe`, `${SYSTEM32}\\inetsrv\\w3wp.exe -ap "Portal"`],
    ),
    { roles: ["web"] },
  ),
  routine(
    4,
    "always",
    program("C:\\Apps\\Interface\\worker.exe", "/batch {number}", [
      "C:\\Apps\\Interface\\host.exe",
      "C:\\Apps\\Interface\\host.exe",
    ]),
    { roles: ["application"] },
  ),
  routine(
    8,
    "office",
    program("C:\\Program Files\\dotnet\\dotnet.exe", "build /src/{letters}.sln", [
      "C:\\BuildAgent\\agent.exe",
      "C:\\BuildAgent\\agent.exe run",
    ]),
    { roles: ["build"] },
  ),
  routine(
    5,
    "office",
    program("C:\\Program Files\\Git\\cmd\\git.exe", "fetch origin", [
      "C:\\BuildAgent\\agent.exe",
      "C:\\BuildAgent\\agent.exe run",
    ]),
    { roles: ["build"] },
  ),
  routine(
    6,
    "always",
    program("C:\\Program Files\\NetView\\Platform\\nvprobe.exe", "/target:{server} /wmi", [
      PLATFORM,
      `"${PLATFORM}"`,
    ]),
    { roles: ["monitoring"] },
  ),
  routine(1, "always", program(`${SYSTEM32}\\dfsrdiag.exe`, "backlog", SERVICES), { roles: ["file"] }),
  routine(
    3,
    "office",
    program(`${SYSTEM32}\\SearchProtocolHost.exe`, "Global\\UsGthrFltPipeMssGthrPipe", [
      `${SYSTEM32}\\SearchIndexer.exe`,
      `${SYSTEM32}\\SearchIndexer.exe /Embedding`,
    ]),
    { on: "client" },
  ),
  routine(
    3,
    "office",
    program(
      `${SYSTEM32}\\backgroundTaskHost.exe`,
      "-ServerName:App.AppXmtcan0h2tfbfy7k9kn8hbxb6dmzz1zh0.mca",
      DCOM,
    ),
    { on: "client" },
  ),
  routine(2, "office", program(`${SYSTEM32}\\RuntimeBroker.exe`, "-Embedding", DCOM), { on: "client" }),
];

/** What starts with the system. */
export const AT_BOOT: readonly Program[] = [
  program(`${SYSTEM32}\\svchost.exe`, "-k netsvcs -p -s Schedule", SERVICES),
  program(`${SYSTEM32}\\svchost.exe`, "-k NetworkService -p -s Dnscache", SERVICES),
  program(`${SYSTEM32}\\spoolsv.exe`, "", SERVICES),
  program(`${DEFENDER}\\MsMpEng.exe`, "", SERVICES),
  program(AGENT, "-service", SERVICES),
  program("C:\\Program Files\\HaldenAgent\\agent.exe", "", SERVICES),
];

/** Programs of a person's working day. */
export const OFFICE_WORK: readonly Program[] = [
  program(`${OFFICE}\\OUTLOOK.EXE`, "", EXPLORER),
  program(BROWSER, "--profile-directory=Default", EXPLORER),
  program(`${OFFICE}\\WINWORD.EXE`, '/n "C:\\Users\\{user}\\Documents\\{letters}.docx"', EXPLORER),
  program(`${OFFICE}\\EXCEL.EXE`, '"C:\\Users\\{user}\\Documents\\{letters}.xlsx"', EXPLORER),
  program(
    "C:\\Program Files\\Adobe\\Acrobat DC\\Acrobat\\Acrobat.exe",
    '"C:\\Users\\{user}\\Downloads\\{letters}.pdf"',
    EXPLORER,
  ),
  program(`${SYSTEM32}\\notepad.exe`, "", EXPLORER),
  program(`${SYSTEM32}\\mspaint.exe`, "", EXPLORER),
  program("C:\\Program Files\\7-Zip\\7zFM.exe", "C:\\Users\\{user}\\Downloads\\{letters}.zip", EXPLORER),
  program(
    "C:\\Users\\{user}\\AppData\\Local\\Microsoft\\Teams\\current\\Teams.exe",
    "--type=renderer",
    EXPLORER,
  ),
];

const SHELL = [`${SYSTEM32}\\cmd.exe`, `"${SYSTEM32}\\cmd.exe"`] as const;
const POWERSHELL = [`${SYSTEM32}\\WindowsPowerShell\\v1.0\\powershell.exe`, "powershell.exe"] as const;

/** What administrators start when they look in on a server; much of it is what intruders start, too. */
export const ADMIN_WORK: readonly Program[] = [
  program(`${SYSTEM32}\\mmc.exe`, "C:\\Windows\\system32\\services.msc", EXPLORER),
  program(`${SYSTEM32}\\mmc.exe`, "C:\\Windows\\system32\\eventvwr.msc", EXPLORER),
  program(`${SYSTEM32}\\mmc.exe`, "C:\\Windows\\system32\\taskschd.msc", EXPLORER),
  program(`${SYSTEM32}\\cmd.exe`, "", EXPLORER),
  program(POWERSHELL[0], "", EXPLORER),
  program(POWERSHELL[0], "-ExecutionPolicy Bypass -File C:\\Scripts\\check-{letters}.ps1", SHELL),
  program(`${SYSTEM32}\\Taskmgr.exe`, "/4", EXPLORER),
  program(`${SYSTEM32}\\notepad.exe`, "C:\\Logs\\{letters}.log", EXPLORER),
  program(`${SYSTEM32}\\ipconfig.exe`, "/all", SHELL),
  program(`${SYSTEM32}\\whoami.exe`, "/groups", SHELL),
  program(`${SYSTEM32}\\net.exe`, "stop spooler", SHELL),
  program(`${SYSTEM32}\\net.exe`, "use \\\\{server}\\c$", SHELL),
  program(`${SYSTEM32}\\net.exe`, 'group "Domain Admins" /domain', SHELL),
  program(`${SYSTEM32}\\nltest.exe`, "/dsgetdc:halden.example", SHELL),
  program(`${SYSTEM32}\\PING.EXE`, "{server}", SHELL),
  program(`${SYSTEM32}\\sc.exe`, "\\\\{server} query", POWERSHELL),
  program(`${SYSTEM32}\\wevtutil.exe`, "qe System /c:20 /f:text /rd:true", SHELL),
  program(`${SYSTEM32}\\systeminfo.exe`, "", SHELL),
  program(`${SYSTEM32}\\schtasks.exe`, "/query /s {server} /v", SHELL),
  program(`${SYSTEM32}\\mstsc.exe`, "/v:{server}", EXPLORER),
  program("C:\\Program Files\\7-Zip\\7z.exe", "a C:\\Temp\\logs-{number}.zip C:\\Logs", SHELL),
  program(
    "C:\\Program Files\\7-Zip\\7z.exe",
    "a -pHandover{number} C:\\Temp\\handover-{number}.7z C:\\Temp\\report",
    SHELL,
  ),
  program(
    `${SYSTEM32}\\schtasks.exe`,
    '/create /s {server} /tn "Restart tonight" /tr "shutdown /r /f" /sc once /st 02:00',
    SHELL,
  ),
  program("C:\\Tools\\PsExec64.exe", "-accepteula \\\\{server} -s cmd.exe", SHELL),
  program(`${SYSTEM32}\\rundll32.exe`, "shell32.dll,Control_RunDLL timedate.cpl", EXPLORER),
];

/** Fills the placeholders of an argument. */
export function fillWords(text: string, words: Words): string {
  return text.replace(/\{(user|host|server|letters|number)\}/g, (_, word: string) => {
    if (word === "letters") return letters(words.random);
    if (word === "number") return String(10_000 + words.random.integer(90_000));
    return words[word as "user" | "host" | "server"];
  });
}

function letters(random: Random): string {
  const words = [
    "orders",
    "budget",
    "minutes",
    "plan",
    "offer",
    "survey",
    "stock",
    "invoice",
    "roster",
    "audit",
  ];
  return `${random.pick(words)}-${1 + random.integer(60)}`;
}
