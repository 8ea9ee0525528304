import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { strings } from "../src/core/table";
import { encoder } from "../src/encode/encoder";
import { open } from "../src/evidence/open";
import { autoencoder } from "../src/nets/autoencoder";
import { formatNotebook } from "../src/notebook/nbformat";
import { runNotebook } from "../src/notebook/runNotebook";
import { byBudget } from "../src/score/byBudget";
import { openBrowser } from "./browser";
import { makeFolder, notebookOf } from "./notebook/testFolder";
import { evidence } from "./support/evidence";
import { openOfflinePage } from "./support/offlinePage";

const EVIL = "<img src=x onerror=alert(1)>";

describe("the first hunt", function () {
  this.timeout(300_000);
  const { folder, remove } = makeFolder();
  let browser: Browser | undefined;
  before(async () => {
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    remove();
  });

  it("the notebook's own cells name all four malicious tasks of 18 real hosts among the first ten facts", async function () {
    const log = evidence(this, "02-multihost-lfo", "taskevents_18hosts.jsonl.gz");
    const hunt = await open();
    await hunt.read(log, { quiet: true });
    const facts = await hunt.sql`select host, action, task_pattern as task, command_pattern as program,
        user_pattern as account, count(*) as events
      from tasks where event_id in (106, 110, 118, 119, 140, 200, 4698, 4702) group by all`.columns();
    const matrix = encoder({ columns: ["action", "task", "program", "account"] })
      .fit(facts)
      .transform(facts);
    const model = await autoencoder({ seed: 1 }).fit(matrix);
    const tasks = strings(facts, "task");
    const first = new Set(Array.from(byBudget(model.score(matrix), 10), (row) => tasks[row]));
    // evidence README, L-1: four malicious tasks among 29 that were registered on 18 hosts
    for (const task of ["\\CYAlyNSS", "\\FullPowersTask", "\\LMST", "\\MordorSchtask"]) {
      assert.ok(first.has(task), task);
    }
    await hunt.close();
  });

  it("a task with a hostile name shows as text in every table, figure, list, print and error", async function () {
    if (browser === undefined) this.skip();
    const path = join(folder, "hostile.ipynb");
    writeFileSync(join(folder, "log.jsonl"), hostileLog());
    writeFileSync(join(folder, `bad ${EVIL.replace("/", "")}.txt`), "no evidence");
    writeFileSync(path, formatNotebook(notebookOf(...HOSTILE_CELLS)));
    const run = await runNotebook(path, {
      out: join(folder, "out"),
      html: true,
      allowErrors: true,
      kernel: "tslab",
    });
    assert.equal(run.failure?.cell, HOSTILE_CELLS.length, run.failure?.message);
    assert.ok(run.failure.message.includes(EVIL));
    const { page, seen } = await openOfflinePage(browser, run.htmlPath!);
    assert.equal(await page.locator("img").count(), 0);
    assert.equal(await page.locator("[onerror]").count(), 0);
    assert.equal(await page.locator(".plot .svg-container").count(), 4);
    const shown = await page.getByText(EVIL).count();
    assert.ok(shown >= 8, `shown as text ${shown} times`);
    assert.deepEqual(seen, []);
    await page.close();
  });
});

/** Events of three hosts, one of them with a task, a program, an account and a host that attack the reader. */
function hostileLog(): string {
  const event = (host: string, task: string, second: number) =>
    JSON.stringify({
      TimeCreated: `2024-05-01T08:00:${String(second).padStart(2, "0")}Z`,
      Computer: host,
      Channel: "Microsoft-Windows-TaskScheduler/Operational",
      EventID: 200,
      EventData: { TaskName: task, ActionName: `${task} /x`, UserContext: task },
    });
  const usual = Array.from({ length: 40 }, (_, i) => event(`WS0${i % 3}`, "\\Usual", i));
  return [...usual, event(EVIL, `\\${EVIL}`, 50), "{ not json"].join("\n");
}

const HOSTILE_CELLS = [
  'import * as hb from "huntbook";\nconst hunt = await hb.open();\nconst read = await hunt.read(".");',
  "await hb.show(read.issues);",
  'const tasks = await read.relation.as("tasks");\nawait tasks.orderBy(hb.sql`time desc`).show({ limit: 3 });',
  'const c = await tasks.columns(["time", "host", "task_name", "command"]);\nconst names = hb.strings(c, "task_name");',
  'const stack = await hb.lfo(tasks, { by: "task_name" });\nawait stack.show();',
  'await hb.show(hb.longTail(["\\\\Usual", names[names.length - 1]], [3, 1], { title: String(names[names.length - 1]) }));',
  'await hb.show(hb.timeline(hb.numbers(c, "time"), names, {}));',
  'await hb.show(hb.rarityScore([3, 1], [1, 9], { labels: ["a", names[names.length - 1]], highlight: [1] }));',
  'const x = hb.encoder({ columns: ["task_name", "command"] }).fit(c).transform(c);\nconst model = await hb.columnRarity().fit(x);',
  "const why = hb.explainInWords(model, x, { rows: [names.length - 1] });\nconsole.log(why[0].sentence);",
  "await hb.show(hb.explanationBars([{ label: why[0].reasons[0].seen, parts: [{ column: why[0].reasons[0].seen, bits: 3 }] }]));",
  "console.log(names[names.length - 1]);",
  "throw new Error(String(names[names.length - 1]));",
];
