import assert from "node:assert/strict";
import { baseline } from "../../src/baseline/baseline";
import { lfo } from "../../src/baseline/lfo";
import { displaySymbol } from "../../src/core/display";
import { random } from "../../src/core/random";
import { sql } from "../../src/engine/sql";
import { type Hunt, open } from "../../src/evidence/open";
import { triage } from "../../src/score/triage";

describe("triage", () => {
  let hunt: Hunt;
  before(async () => {
    hunt = await open();
  });
  after(() => hunt.close());

  /** Twenty tasks: `common n` on many hosts, `rare` and `evil` on one. */
  const tasks =
    () => hunt.sql`select row_number() over () as _row, 'log' as _source, row_number() over () + 100 as _record, task_name, host, timestamp '2024-05-01' as time from (
    select 'common ' || (i % 18) as task_name, 'h' || (i % 10) as host from range(360) t(i) union all select 'rare', 'h1' union all select 'evil', 'h2' union all select 'evil', 'h2')`;
  const hits = () =>
    hunt.sql`select 'r1' as rule, 'Task from a share' as title, 'high' as level, _source, _record from ${tasks()} where task_name = 'evil'`;
  const scores = () =>
    hunt.sql`select _row, 3.5 as score, case when task_name = 'evil' then 0.001 when task_name = 'rare' then 0.01 else 0.5 end as tail_probability, 'odd: ' || task_name as why from ${tasks()}`;

  it("triage makes one line a thing out of hits, stacks and scores, by tail and reason", async () => {
    const stack = await lfo(tasks(), { by: "task_name" });
    const { queue, counts, left } = await triage({
      from: [stack, hits(), scores()],
      rows: tasks(),
      budget: 2,
    });
    const rows = await queue.rows();
    assert.deepEqual(
      rows.map((row) => [
        row.place,
        row.item,
        row.methods,
        row.level,
        row.findings,
        row.hosts,
        row.host_names,
      ]),
      [
        [1, "evil", 3, "high", 5, 1, "h2"],
        [2, "rare", 2, null, 2, 1, "h1"],
      ],
    );
    assert.equal(rows[0]!.tail_probability, 3 * (1 / 20));
    assert.equal(rows[0]!.why, "Task from a share (high); odd: evil; seen 2 times, on 1 host");
    assert.equal(rows[0]!.evidence, "log:462, log:463");
    assert.equal(await left.count(), 18);
    assert.deepEqual(
      counts.map(({ source, findings, lines, queued, left }) => [source, findings, lines, queued, left]),
      [
        ["rarity", 20, 20, 2, 18],
        ["rule", 2, 1, 1, 0],
        ["score", 363, 20, 2, 18],
      ],
    );
  });

  it("triage drops no hit in silence: what is below the budget is listed, counted and said", async () => {
    const many = hunt.sql`select 'r' || i as rule, 'high' as level, 'thing ' || i as item from range(30) t(i)`;
    const { queue, left, notes } = await triage({
      from: [{ name: "sigma", relation: many }],
      by: "item",
      budget: 10,
    });
    assert.deepEqual([await queue.count(), await left.count()], [10, 20]);
    assert.ok(
      notes.includes("below the budget: 20 lines, 20 with a hit of level high or above"),
      notes.join(),
    );
    const all = await hunt.sql`select item from ${queue} union select item from ${left}`.count();
    assert.equal(all, 30);
  });

  it("triage keeps every hit of 20 random hunts, in the queue or below it, once and with all its findings", async () => {
    const draw = random(7);
    for (let round = 0; round < 20; round++) {
      const things = 5 + Math.floor(draw.next() * 40);
      const rows = JSON.stringify(
        Array.from({ length: 1 + Math.floor(draw.next() * 200) }, () => ({
          rule: `r${Math.floor(draw.next() * 9)}`,
          level: ["low", "medium", "high", "critical"][Math.floor(draw.next() * 4)],
          thing: draw.next() < 0.1 ? null : `t${Math.floor(draw.next() * things)}`,
        })),
      );
      const rules = hunt.sql`select r->>'rule' as rule, r->>'level' as level, r->>'thing' as item from (select unnest(from_json(${rows}, '["json"]')) as r)`;
      const scores = hunt.sql`select 't' || i as item, (i + 1) / ${things} as tail_probability from range(${things}) t(i)`;
      const { queue, left, counts } = await triage({
        from: [rules, scores],
        by: "item",
        budget: { items: 1 + Math.floor(draw.next() * 30), budgets: { rule: Math.floor(draw.next() * 2) } },
      });
      const both = hunt.sql`select item, findings from ${queue} union all select item, findings from ${left}`;
      const [sum] =
        await hunt.sql`select count(*) as lines, count(distinct item) as items, sum(findings)::int as findings from ${both}`.rows();
      const given = (await rules.count()) + things;
      assert.deepEqual([sum!.items, sum!.findings], [sum!.lines, given]);
      const named = hunt.sql`select distinct coalesce(item, rule) as item from ${rules}`;
      assert.equal(
        await hunt.sql`select * from ${named} where item not in (select item from ${both})`.count(),
        0,
      );
      assert.ok(counts.every((count) => count.lines === count.queued + count.left));
    }
  });

  it("triage gives the k-th of n things that one source tells apart the tail k / n", async () => {
    const scores = hunt.sql`select 'thing ' || i as item, pow(0.9, i) as tail_probability from range(50) t(i)`;
    const { queue } = await triage({ from: [scores], by: "item", budget: 50 });
    const rows = await queue.rows();
    assert.deepEqual(
      rows.map((row) => [row.item, row.tail_probability]),
      Array.from({ length: 50 }, (_, k) => [`thing ${49 - k}`, (k + 1) / 50]),
    );
  });

  it("triage groups like rows into one line, and names the hosts and rows of its oddest findings first", async () => {
    const scored = hunt.sql`select 'evil' as item, 'h' || i as host, i as _row, 'log' as _source, i as _record,
      case when i = 17 then 0.001 when i = 3 then 0.01 else 0.5 end as tail_probability from range(20) t(i)`;
    const { queue, notes } = await triage({ from: [{ name: "scores", relation: scored }], by: "item" });
    const [line] = await queue.rows();
    assert.deepEqual([await queue.count(), line!.findings, line!.hosts], [1, 20, 20]);
    assert.equal(line!.host_names, "h17, h3, h0, h1, h10");
    assert.equal(line!.evidence, "log:17, log:3, log:0, log:1, log:10");
    assert.ok(notes.includes("scores: 20 findings in 1 line, 1 queued"), notes.join());
  });

  it("triage lets a rule that fires everywhere sink, whatever its level says", async () => {
    const noisy = hunt.sql`select 'noisy' as rule, 'critical' as level, task_name from ${tasks()} where task_name <> 'evil'
      union all select 'quiet', 'high', 'evil'`;
    const quiet = hunt.sql`select 'bad.example' as indicator, 'common 3' as task_name`;
    const { queue } = await triage({ from: [noisy, quiet], budget: 30 });
    const rows = await queue.rows();
    assert.deepEqual(
      [rows[0]!.item, rows[0]!.level, rows[0]!.tail_probability],
      ["common 3", "indicator", 2 / 20],
    );
    assert.deepEqual([rows[1]!.item, rows[1]!.tail_probability], ["evil", 2 / 20]);
    assert.equal(rows[2]!.tail_probability, 1);
  });

  it("triage takes a rule for one level less with each factor of ten in the things that it hits", async () => {
    const rules = hunt.sql`select 'wide' as rule, 'high' as level, 'thing ' || i as item from range(100) t(i)
      union all select 'narrow', 'medium', 'one' union all select 'narrower', 'low', 'two'`;
    const { queue } = await triage({ from: [{ name: "sigma", relation: rules }], by: "item", budget: 102 });
    const tails = (await queue.rows({ limit: 200 })).map((row) => [row.item, row.tail_probability]);
    // By hand: narrow 3 - 0 = 3; wide 4 - log10(100) = 2; narrower 2 - 0 = 2. So one line is at least as odd as
    // "one", and all 102 are at least as odd as the others.
    assert.deepEqual(tails[0], ["one", 1 / 102]);
    assert.ok(tails.slice(1).every(([, tail]) => tail === 1));
  });

  it("triage leaves out what a baseline's rule allows, and says so", async () => {
    const gold = tasks().where(sql`task_name like 'common%'`);
    const deviations = await baseline(gold, tasks(), {
      key: "task_name",
      allow: [{ match: { task_name: "rare" }, reason: "known" }],
    });
    const { queue, notes, counts } = await triage({ from: [deviations] });
    assert.deepEqual(
      (await queue.rows()).map((row) => [row.item, row.why]),
      [["evil", "new, on 1 host"]],
    );
    assert.equal(counts[0]!.allowed, 1);
    assert.ok(notes.includes("allowed by rules, and in no line: 1 deviation"));
  });

  it("triage gives categories their places, and owners their turns", async () => {
    const stack = await lfo(tasks(), { by: "task_name" });
    const rule = hunt.sql`select 'low one' as rule, 'low' as level, 'common ' || i as task_name from range(18) t(i)`;
    const budget = { items: 6, analysts: ["Ada", "Bo"], hours: 1, budgets: { rule: 2 } };
    const { queue, plan } = await triage({ from: [stack, rule], budget });
    const rows = await queue.rows();
    assert.deepEqual(
      rows.map((row) => row.owner),
      ["Ada", "Bo", "Ada", "Bo", "Ada", "Bo"],
    );
    assert.deepEqual(
      rows.map((row) => Math.round(Number(row.done_hours) * 60)),
      [20, 20, 40, 40, 60, 60],
    );
    assert.ok(rows.filter((row) => row.category === "rule").length >= 2);
    assert.equal(plan.etaHours, 1);
  });

  it("triage of findings without any name knows them by what they are", async () => {
    const bare = hunt.sql`select 'r9' as rule, 'Bare rule' as title, null as level, 'h1' as host from range(3)`;
    const [line] = await (await triage({ from: [bare] })).queue.rows();
    assert.deepEqual([line!.item, line!.findings, line!.level], ["Bare rule", 3, "low"]);
  });

  it("triage tells every rule that hit a thing, the worst first, or how many more", async () => {
    const rules = hunt.sql`select 'r' || i as rule, case when i = 4 then 'high' else 'low' end as level, 'evil' as task_name from range(6) t(i)`;
    const [line] = await (await triage({ from: [rules, rules.where(sql`false`)] })).queue.rows();
    assert.equal(line!.why, "r4 (high); r0 (low); r1 (low); and 3 more");
  });

  it("triage shows hostile text as text", async () => {
    const evil = hunt.sql`select '<img src=x onerror=alert(1)>' as rule, 'high' as level, '<b>' as task_name`;
    const triaged = await triage({ from: [{ name: "<i>", relation: evil }] });
    const html = String(((await triaged[displaySymbol]()) as Record<string, unknown>)["text/html"]);
    assert.doesNotMatch(html, /<img|<b>|<i>/);
  });

  it("triage refuses sources of no known kind", async () => {
    await assert.rejects(
      triage({ from: [hunt.sql`select 1 as x`] }),
      /^TypeError: triage: from must be hits, rarity, deviations or scores, got columns x; /,
    );
    await assert.rejects(
      triage({ from: [hits()], by: "taks" }),
      /by must name columns of the sources or of rows, got "taks"$/,
    );
    await assert.rejects(triage({ from: [] }), /from must hold one relation or more, got an array of 0$/);
  });
});
