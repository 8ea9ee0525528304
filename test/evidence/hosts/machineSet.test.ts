import assert from "node:assert/strict";
import { machineSet } from "../../../src/evidence/hosts/machineSet";
import { type Hunt, open } from "../../../src/evidence/open";
import { testFolder } from "../../support/folder";
import { event, taskXml } from "../../support/madeEvents";
import { writeZip } from "../../support/zip";

const QUIET = { quiet: true };

describe("machineSet", () => {
  it("machineSet knows collectors' layouts, and the folder that it was told", () => {
    const set = (path: string, hostFolder?: string) => {
      const found = machineSet(path, hostFolder);
      return found && [found.root, found.named];
    };
    assert.deepEqual(set("kape/WS01/C/Windows/System32/config/SYSTEM"), ["kape/WS01", null]);
    assert.deepEqual(set("/x/Collection-DC-01.corp.example-2024-05-01T08_15_00Z.zip!results/a.json"), [
      "/x/Collection-DC-01.corp.example-2024-05-01T08_15_00Z.zip",
      "dc-01",
    ]);
    assert.deepEqual(set("x/2024-05-01T081500_WS01.zip!C/Users/a"), ["x/2024-05-01T081500_WS01.zip", "ws01"]);
    assert.deepEqual(set("x/WS01/uploads/ntfs/%5C%5C.%5CC%3A/Windows/a"), ["x/WS01", null]);
    assert.deepEqual(set("case/hosts/WS01/Tasks.zip!Tidy", "hosts"), ["case/hosts/WS01", "ws01"]);
    assert.deepEqual(
      [set("C/Windows/a"), set("x/c/notes/a"), set("hosts/a", "hosts"), set("")],
      [undefined, undefined, undefined, undefined],
    );
  });
});

describe("hosts of collections", () => {
  const folder = testFolder();
  let hunt: Hunt;
  beforeEach(async () => {
    hunt = await open();
  });
  afterEach(() => hunt.close());

  it("read gives task files and tools' rows of a drive the machine that its logs name, in any order of reading", async () => {
    const task = folder.write("kape/x/C/Windows/System32/Tasks/Tidy", taskXml("C:\\t.exe"));
    await hunt.read(task, QUIET);
    assert.deepEqual(await hunt.sql`select host from tasks`.rows(), [{ host: null }]);
    folder.write("kape/x/C/Windows/System32/winevt/Logs/s.jsonl", event(4698, { TaskName: "\\Tidy" }));
    const { issues } = await hunt.read(folder.path("kape"), QUIET);
    assert.deepEqual(
      issues.map(({ reason }) => reason),
      [`already in the case, with 1 rows, from ${task}; not added again`],
    );
    assert.deepEqual(await hunt.sql`select host from tasks order by _row`.rows(), [
      { host: "ws01" },
      { host: "ws01" },
    ]);
  });

  it("read tells when a collection's name and its logs say different machines, and takes the logs", async () => {
    const zip = writeZip([
      {
        name: "uploads/auto/C%3A/Windows/System32/winevt/Logs/s.jsonl",
        content: event(4698, { TaskName: "\\a" }),
      },
      {
        name: "results/Windows.System.Pslist.json",
        content: JSON.stringify({ Pid: 1, Ppid: 0, Name: "a", Exe: "C:\\a", CommandLine: "" }),
      },
      { name: "client_info.json", content: JSON.stringify({ client_id: "C.1", hostname: "WS02" }) },
    ]);
    const path = folder.write("Collection-WS02.corp.example-2024-05-01T08_15_00Z.zip", zip);
    const { issues, files } = await hunt.read(path, QUIET);
    assert.deepEqual(
      [...issues],
      [
        {
          path,
          place: "",
          reason: "its name says ws02, but 1 of its events say ws01; rows that name no machine get ws01",
        },
      ],
    );
    assert.deepEqual(
      files.map(({ kind, rows }) => [kind, rows]),
      [
        ["json lines", 1],
        ["velociraptor pslist", 1],
        ["velociraptor collection", 0],
      ],
    );
    assert.deepEqual(await hunt.sql`select host from processes`.rows(), [{ host: "ws01" }]);
  });

  it("read finds two hosts' folders that were mixed up, and lets folders be named anything else", async () => {
    const logs = (folderName: string, host: string) =>
      folder.write(`fleet/${folderName}/C/Windows/s.jsonl`, event(1, { of: folderName }, { Computer: host }));
    logs("WS01", "WS02");
    logs("WS02", "WS01");
    logs("third machine", "WS03");
    const { issues } = await hunt.read(folder.path("fleet"), QUIET);
    assert.deepEqual(
      issues.map(({ path, reason }) => [path, reason]),
      [
        [
          folder.path("fleet/WS01"),
          "its name says ws01, but 1 of its events say ws02; rows that name no machine get ws02",
        ],
        [
          folder.path("fleet/WS02"),
          "its name says ws02, but 1 of its events say ws01; rows that name no machine get ws01",
        ],
      ],
    );
  });

  it("read does not take a collector of forwarded events, or a longer name than NetBIOS knows, for another machine", async () => {
    folder.write(
      "hosts/averyveryverylongname/a.jsonl",
      [
        event(1, {}, { Computer: "AVERYVERYVERYLO" }),
        event(1, { x: 1 }, { Computer: "OTHER", Channel: "ForwardedEvents" }),
        event(1, { x: 2 }, { Computer: "OTHER", Channel: "ForwardedEvents" }),
      ].join("\n"),
    );
    const { issues } = await hunt.read(folder.path("hosts"), { ...QUIET, hostFolder: "hosts" });
    assert.deepEqual([...issues], []);
    assert.equal(await hunt.sql`select distinct host from events`.count(), 2);
  });
});
