import type { Random } from "../../core/random";
import type { HostLife } from "../hostLife";
import { characters } from "../identifiers";
import { accountOf, SYSTEM } from "./accounts";
import { moments } from "./moments";
import { fillWords, OFFICE_WORK } from "./programs";
import type { FileWrite } from "./records";

const HEX = "0123456789abcdef";
/** What Windows and products write by themselves; `{hex}` is new each time. */
const WRITERS: readonly (readonly [image: string, path: string, perDay: number])[] = [
  [
    "C:\\Windows\\servicing\\TrustedInstaller.exe",
    "C:\\Windows\\WinSxS\\Temp\\InFlight\\{hex}\\update.dll",
    0.5,
  ],
  ["C:\\Windows\\System32\\msiexec.exe", "C:\\Windows\\Installer\\{hex}.msi", 0.06],
  ["C:\\Windows\\System32\\msiexec.exe", "C:\\Program Files\\HaldenAgent\\modules\\inventory.dll", 0.03],
  [
    "C:\\Windows\\System32\\svchost.exe",
    "C:\\Windows\\SoftwareDistribution\\Download\\{hex}\\update.exe",
    0.25,
  ],
  ["C:\\Program Files\\HaldenAV\\avsvc.exe", "C:\\ProgramData\\HaldenAV\\quarantine\\{hex}.bin", 0.02],
  ["C:\\Program Files\\NetView\\agent\\nvagent.exe", "C:\\ProgramData\\NetView\\agent\\cache-{hex}.dat", 0.3],
  ["System", "C:\\Temp\\INC{hex}.ps1", 0.04],
  ["System", "C:\\Windows\\Temp\\{hex}.tmp", 0.08],
];

/** Files that appear on a host when nobody attacks it. */
export function fileBackground(life: HostLife, random: Random): FileWrite[] {
  const { setting, host } = life;
  const files = WRITERS.flatMap(([image, path, perDay]) =>
    moments(setting, perDay, "always", random.fork(image + path)).map((time) => ({
      time,
      key: `service:${image}`,
      image,
      path: path.replace("{hex}", characters(random, 8, HEX)),
      account: SYSTEM,
    })),
  );
  const office = OFFICE_WORK.filter((program) => /\{letters\}/.test(program.arguments));
  const documents = setting.calendar.sessions
    .filter(({ user }) => user.kind !== "admin")
    .map((session) => {
      const program = random.pick(office);
      const words = { user: session.user.name, host: host.name, server: host.name, random };
      const [path] = /C:\\[^"]*/.exec(fillWords(program.arguments, words))!;
      const time = session.from + Math.floor(random.next() * (session.to - session.from));
      const account = accountOf(session.user, setting.domain);
      return { time, key: `${program.image}:${time}`, image: program.image, path, account };
    });
  return [...files, ...documents, ...life.remoteTools.map(({ file }) => file)];
}
