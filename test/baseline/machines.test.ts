import assert from "node:assert/strict";
import { lfo } from "../../src/baseline/lfo";
import { machines } from "../../src/baseline/machines";
import { type Hunt, open } from "../../src/evidence/open";
import { evidence } from "../support/evidence";

describe("machines", () => {
  let hunt: Hunt;
  before(async () => {
    hunt = await open();
  });
  after(() => hunt.close());

  /** One machine that was renamed twice during set-up; another one; a third whose numbers go on by chance, much later. */
  const events =
    () => hunt.sql`select 'a.evtx' as _source, 'Security' as channel, record_id, timestamp '2024-01-01' + interval (record_id) minute as time,
      case when record_id < 10 then 'win-x1' when record_id < 20 then 'desktop-1' else 'ws01' end as host from range(30) t(record_id)
    union all select 'b.evtx', 'Security', record_id, timestamp '2024-01-01' + interval (record_id) minute, 'ws02' from range(30) t(record_id)
    union all select 'b.evtx', 'Security', 30, timestamp '2024-02-01', 'ws03'`;

  it("machines gives a renamed host one name, its last, and keeps the others", async () => {
    const found =
      await hunt.sql`select distinct host, machine, machine_names from ${await machines(events())} order by host`.rows();
    const names = "win-x1, desktop-1, ws01";
    assert.deepEqual(
      found.map(({ host, machine, machine_names }) => [host, machine, machine_names]),
      [
        ["desktop-1", "ws01", names],
        ["win-x1", "ws01", names],
        ["ws01", "ws01", names],
        ["ws02", "ws02", null],
        ["ws03", "ws03", null],
      ],
    );
  });
  it("machines lets a stack count machines where hosts would be split", async () => {
    const rows = hunt.sql`select 'Tidy' as task, host from ${events()}`;
    const [stack] = await (await lfo(await machines(events(), rows), { by: "task", over: "machine" })).rows();
    assert.deepEqual([stack!.hosts, stack!.distinct_machine], [5, 3]);
  });
  it("machines of real hosts finds each renamed during set-up as one", async function () {
    const log = evidence(this, "05-whole-hosts", "APTSimulatorVM_EventLogs.jsonl.gz");
    const { relation } = await hunt.read(log, { quiet: true, joinHosts: false });
    const found =
      await hunt.sql`select count(distinct host) as hosts, count(distinct machine) as machines from ${await machines(relation)}`.rows();
    assert.deepEqual(found, [{ hosts: 2, machines: 1 }]);
  });
});
