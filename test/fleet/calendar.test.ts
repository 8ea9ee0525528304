import assert from "node:assert/strict";
import { random } from "../../src/core/random";
import { DAY, isPatchNight, isWeekend, makeCalendar, makePeriod } from "../../src/fleet/calendar";
import { makeHosts } from "../../src/fleet/hosts";
import { makeDomain } from "../../src/fleet/users";

describe("makeCalendar", () => {
  const period = makePeriod(Date.UTC(2025, 2, 3, 15), 30);
  const domain = makeDomain(random(1), 120);
  const hosts = makeHosts(random(1), 100, 30, domain.employees);
  const calendars = hosts.map((host) => ({
    host,
    calendar: makeCalendar(host, domain, period, random(1).fork(host.name), false),
  }));

  it("makePeriod(start, days) begins at midnight UTC of that day", () => {
    assert.equal(period.start, Date.UTC(2025, 2, 3) * 1000);
    assert.equal(period.end - period.start, 30 * DAY);
  });

  it("isWeekend(period, day) agrees with the calendar of March 2025", () => {
    const weekend = Array.from({ length: 14 }, (_, day) => day).filter((day) => isWeekend(period, day));
    assert.deepEqual(weekend, [5, 6, 12, 13]);
  });

  it("makeCalendar(host) gives spans in order, apart, and within the period", () => {
    for (const { host, calendar } of calendars) {
      for (const [i, span] of calendar.up.entries()) {
        assert.ok(span.from < span.to && span.from >= period.start && span.to <= period.end, host.name);
        assert.ok(i === 0 || span.from > calendar.up[i - 1]!.to, host.name);
      }
    }
  });

  it("makeCalendar(host) lets workstations sleep at weekends and servers run on", () => {
    const share = (client: boolean) => {
      const some = calendars.filter(({ host }) => host.client === client && host.installedOn === 0);
      const up = some
        .flatMap(({ calendar }) => calendar.up)
        .reduce((sum, span) => sum + span.to - span.from, 0);
      return up / (some.length * 30 * DAY);
    };
    assert.ok(share(false) > 0.99, String(share(false)));
    assert.ok(share(true) > 0.2 && share(true) < 0.4, String(share(true)));
  });

  it("makeCalendar(host) restarts every settled server on its patch night", () => {
    for (const { host, calendar } of calendars) {
      if (host.client || host.installedOn > 0) continue;
      const night = Array.from({ length: 30 }, (_, day) => day).find((day) =>
        isPatchNight(host, period, day),
      )!;
      const midnight = period.start + night * DAY - host.site.utcOffsetMinutes * 60e6;
      assert.ok(
        calendar.boots.some((boot) => boot > midnight && boot < midnight + DAY / 2),
        host.name,
      );
    }
  });

  it("makeCalendar(host) loses days of a few logs, never of the hosts that keep theirs", () => {
    const holed = calendars.filter(({ calendar }) => calendar.gaps.length > 0).length;
    assert.ok(holed >= 5 && holed <= 25, String(holed));
    for (const host of hosts) {
      assert.deepEqual(makeCalendar(host, domain, period, random(1).fork(host.name), true).gaps, []);
    }
  });
});
