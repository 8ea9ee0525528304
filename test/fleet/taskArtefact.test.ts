import assert from "node:assert/strict";
import { logonArtefact, processArtefact } from "../../src/fleet/activity/activityArtefacts";
import { fleetSettings } from "../../src/fleet/fleetOptions";
import { makePlan } from "../../src/fleet/fleetPlan";
import { HostLife } from "../../src/fleet/hostLife";
import { taskArtefact } from "../../src/fleet/taskArtefact";
import { CATALOGUE } from "../../src/fleet/tasks/catalogue";

describe("taskArtefact", () => {
  const plan = makePlan(fleetSettings("test", { hosts: 6, days: 7 }));
  const write = (index: number, disturb: boolean) => {
    const life = new HostLife(plan, plan.hosts[index]!);
    if (disturb) {
      life.source("logons").shuffle([1, 2, 3, 4, 5]);
      logonArtefact(life);
      processArtefact(life);
    }
    return taskArtefact(life);
  };

  it("taskArtefact(life) is not moved by the draws of another artefact", () => {
    for (let i = 0; i < 6; i++) assert.deepEqual(write(i, true), write(i, false));
  });

  it("taskArtefact(life) writes every line as evtx_dump does", () => {
    const [operational] = write(0, false).files;
    assert.ok(operational !== undefined && "lines" in operational && operational.lines.length > 100);
    for (const line of operational.lines) {
      const { Event } = JSON.parse(line);
      assert.deepEqual(Object.keys(Event), ["#attributes", "System", "EventData"]);
      assert.match(
        Event.System.TimeCreated["#attributes"].SystemTime,
        /^2025-03-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/,
      );
      assert.equal(Event.System.Task, Event.System.EventID);
    }
  });
});

describe("CATALOGUE", () => {
  it("CATALOGUE has no two specs of the same name, action and edition", () => {
    const keys = CATALOGUE.map((spec) => JSON.stringify([spec.name, spec.action, spec.on]));
    assert.equal(new Set(keys).size, keys.length);
  });

  it("CATALOGUE has full names, and codes wherever it says that runs fail in a way of their own", () => {
    for (const spec of CATALOGUE) {
      assert.match(spec.name, /^\\[^\\].*[^\\]$/);
      assert.ok((spec.share ?? 1) > 0 && (spec.share ?? 1) <= 1, spec.name);
      assert.ok((spec.active ?? 1) > 0 && (spec.active ?? 1) <= 1, spec.name);
    }
  });
});
