/** One step of the planted intrusion as the truth tells it. */
export interface Step {
  readonly id: string;
  readonly title: string;
  /** ATT&CK techniques. */
  readonly techniques: readonly string[];
  readonly why: string;
  /** What each approach can and cannot see of it. */
  readonly seenBy: string;
  /** Whose it is: the intrusion's, or another intruder's whose tasks are planted, too. */
  readonly campaign: "supply chain" | "others";
}

/** The story, in its order. Steps with the id of a planted task are the traces of that task in the other logs. */
export const STEPS: readonly Step[] = [
  step(
    "trojaned-update",
    "An update of the monitoring platform brings a back door",
    ["T1195.002"],
    "the vendor's own, signed update; nothing in the logs tells it from a good one",
    "no approach at the time; afterwards the version tells who is affected",
  ),
  step(
    "beacon",
    "The platform's service asks for generated names below one domain",
    ["T1071.004", "T1568.002"],
    "the first label carries data; the answer to one of them names the server of the second stage",
    "indicators as soon as the domain is published; before that, a domain that only this program asks for; random-looking labels alone drown among those of delivery networks and of the virus scanner",
  ),
  step(
    "second-stage",
    "A shell and a renamed directory search under the platform's service",
    ["T1059.003", "T1087.002", "T1482", "T1036.003"],
    "the service starts cmd.exe, which it never did, and a copy of AdFind named csrss.exe in a data folder",
    "the hash of the tool; a rule on a shell below a service of the product, or on a name that differs from the original; rarity of parent and child",
  ),
  step(
    "stolen-account",
    "The platform's service uses an administrator's credentials",
    ["T1078.002"],
    "a service account's process logs on elsewhere with the account of a person (4648), and the workstation it comes out at has never seen that person",
    "no indicator; rarity of account and source",
  ),
  step(
    "event-cache-manager",
    "A task is made from another machine, and runs",
    ["T1053.005", "T1021.002"],
    "network log-on of an administrator from a machine that is no jump host; a program in SoftwareDistribution as SYSTEM",
    "a rule on the task's name once it is published; rarity of task, of program, of account and source",
  ),
  step(
    "hijacked-task",
    "A task of Windows runs a library from the printer drivers' folder",
    ["T1053.005", "T1218.011"],
    "rundll32.exe below the Task Scheduler with a library from a colour profile folder",
    "a rule on the folder once it is published; rarity of the command line",
  ),
  step(
    "quiet-runs",
    "The inventory task is started by hand at night, over the network",
    ["T1053.005", "T1078.002"],
    "the administrator's network log-ons come from the monitoring server, at night",
    "rarity of account, source and hour",
  ),
  step(
    "remote-service",
    "A service made for one run, over the administrative share",
    ["T1569.002", "T1543.003", "T1021.002"],
    "file copied by System, service installed by a person's account, program from C:\\Windows as SYSTEM, then a shell",
    "a general rule on new services, among those of PsExec and of the deployment tool; rarity of service and program",
  ),
  step(
    "domain-controller",
    "Remote desktop to a domain controller from an application server, and a copy of the directory's database",
    ["T1021.001", "T1003.003"],
    "administrators come from jump hosts; ntdsutil writes an installation medium into a temporary folder",
    "a general rule on ntdsutil; rarity of account and source",
  ),
  step(
    "collection",
    "Documents packed with a password",
    ["T1560.001", "T1074.001"],
    "7z.exe with -hp below the service's program, into a file named like a temporary one",
    "a general rule on archives with a password; rarity of the command line",
  ),
  step(
    "exfiltration",
    "The package leaves through the monitoring server",
    ["T1041"],
    "the platform's service talks for an hour to an address that nobody else talks to",
    "indicators as soon as the address is published; rarity of program and destination",
  ),
  step(
    "log-cleared",
    "The Security and System logs of a server are cleared",
    ["T1070.001"],
    "1102 and 104 by a person's account at night; the logs had been forwarded, so nothing is lost here",
    "a general rule, with very few false alarms",
  ),
  {
    ...step(
      "look-alike",
      "An updater's name on a program in C:\\Windows\\Temp",
      ["T1036.005"],
      "see the planted task of this id",
      "rarity of the path",
    ),
    campaign: "others",
  },
  {
    ...step(
      "random-letters",
      "Encoded PowerShell below the Task Scheduler",
      ["T1059.001", "T1027"],
      "see the planted task of this id",
      "a general rule, among the deployment tool's own",
    ),
    campaign: "others",
  },
];

function step(id: string, title: string, techniques: readonly string[], why: string, seenBy: string): Step {
  return { id, title, techniques, why, seenBy, campaign: "supply chain" };
}
