import assert from "node:assert/strict";
import { random } from "../../src/core/random";
import { makeHosts, type Role } from "../../src/fleet/hosts";
import { makeDomain } from "../../src/fleet/users";

describe("makeHosts", () => {
  const { employees } = makeDomain(random(1), 200);
  const make = (count: number) => makeHosts(random(1).fork("hosts"), count, 30, employees);

  it("makeHosts(random, 100) has several roles, most of them servers", () => {
    const counts = new Map<Role, number>();
    for (const host of make(100)) counts.set(host.role, (counts.get(host.role) ?? 0) + 1);
    assert.equal(counts.size, 9);
    assert.ok(
      counts.get("workstation")! < 12 && counts.get("application")! > 15,
      JSON.stringify([...counts]),
    );
  });

  it("makeHosts(random, 3) has a server, a workstation and a database", () => {
    assert.deepEqual(
      make(3).map((host) => host.role),
      ["application", "workstation", "database"],
    );
  });

  it("makeHosts(random, n) starts with the hosts of a smaller n", () => {
    assert.deepEqual(make(60).slice(0, 25), make(25));
  });

  it("makeHosts(random, 500) gives every host a name of its own and every workstation an owner", () => {
    const hosts = makeHosts(random(1), 500, 30, makeDomain(random(1), 520).employees);
    assert.equal(new Set(hosts.map((host) => host.name)).size, 500);
    assert.ok(hosts.every((host) => host.client === (host.owner !== undefined)));
  });

  it("makeHosts(random, 300) installs a few servers late, from the newest images, under a generated name", () => {
    const late = makeHosts(random(3), 300, 30, makeDomain(random(1), 320).employees).filter(
      (host) => host.installedOn > 0,
    );
    assert.ok(late.length >= 3 && late.length <= 25, String(late.length));
    assert.ok(late.every((host) => host.build >= 20348 && /^WIN-[A-Z0-9]{11}$/.test(host.formerly!.name)));
  });
});

describe("makeDomain", () => {
  it("makeDomain(random, n) gives everybody a SID of the domain and a name of their own", () => {
    const domain = makeDomain(random(5), 900);
    const everybody = [...domain.employees, ...domain.admins, ...domain.services.values()];
    assert.equal(everybody.length, 900 + 6 + 5);
    assert.equal(new Set(everybody.map((user) => user.name)).size, everybody.length);
    assert.equal(new Set(everybody.map((user) => user.sid)).size, everybody.length);
    assert.ok(everybody.every((user) => user.sid.startsWith(`${domain.sid}-`)));
  });
});
