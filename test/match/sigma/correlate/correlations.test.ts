import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { testFolder } from "../../../support/folder";
import { event } from "../../../support/madeEvents";
import { rule, rulesOf, run } from "../support";

const at = (seconds: number) => ({ TimeCreated: new Date(1_714_550_400_000 + seconds * 1000).toISOString() });

describe("correlations", () => {
  const folder = testFolder();

  /** The hits of a correlation: seconds at which they came true, and the start of the reason. */
  async function hits(
    events: readonly (readonly [seconds: number, id: number, data?: object])[],
    correlation: string,
    more = "",
  ): Promise<[seconds: number, title: string, why: string][]> {
    const file = folder.write(
      "log.jsonl",
      events.map(([seconds, id, data = {}]) => event(id, { User: "eva", ...data }, at(seconds))).join("\n"),
    );
    const single = (name: string, id: number) =>
      `${rule(name, "service: security", `{EventID: ${id}}`)}name: ${name}\nid: id_${name}\n---\n`;
    const yaml = `${single("fail", 4625)}${single("logon", 4624)}${single("clear", 1102)}title: c\nid: c\ncorrelation:\n${correlation
      .split("\n")
      .map((line) => `  ${line}\n`)
      .join("")}${more}`;
    const result = await run(file, rulesOf(yaml));
    assert.deepEqual(
      result.notRun.filter((one) => one.title === "c"),
      [],
    );
    return result.hits.map((hit) => [
      Math.round((Date.parse(hit.time as string) - 1_714_550_400_000) / 1000),
      hit.title as string,
      hit.why as string,
    ]);
  }

  it("event_count holds a span strictly: what is a second too late does not count", async () => {
    const count = "type: event_count\nrules: fail\ngroup-by: [User]\ntimespan: 10s\ncondition: {gte: 3}";
    assert.deepEqual(
      await hits(
        [
          [0, 4625],
          [5, 4625],
          [10, 4625],
        ],
        count,
      ),
      [[10, "c", "User: eva; 3 events within 10 s"]],
    );
    assert.deepEqual(
      await hits(
        [
          [0, 4625],
          [5, 4625],
          [11, 4625],
        ],
        count,
      ),
      [],
    );
  });

  it("event_count tells a long burst once, and groups without regard to case", async () => {
    const count = "type: event_count\nrules: [fail]\ngroup-by: User\ntimespan: 10s\ncondition: {gt: 2}";
    const burst = [0, 2, 4, 6, 8, 10, 12, 14].map((s, i): [number, number, object] => [
      s,
      4625,
      { User: i % 2 ? "EVA" : "eva" },
    ]);
    assert.deepEqual(await hits(burst, count), [[4, "c", "User: eva; 8 events within 14 s"]]);
    const others = burst.map(([s, id], i): [number, number, object] => [s, id, { User: `u${i}` }]);
    assert.deepEqual(await hits(others, count), []);
  });

  it("event_count with an upper bound looks at whole spans", async () => {
    const few =
      "type: event_count\nrules: [fail]\ngroup-by: [User]\ntimespan: 10s\ncondition: {gte: 2, lte: 3}";
    assert.deepEqual(
      await hits(
        [
          [0, 4625],
          [1, 4625],
          [2, 4625],
          [3, 4625],
        ],
        few,
      ),
      [],
    );
    assert.deepEqual(
      await hits(
        [
          [0, 4625],
          [1, 4625],
          [20, 4625],
        ],
        few,
      ),
      [[1, "c", "User: eva; 2 events within 1 s"]],
    );
  });

  it("value_count counts distinct values, and leaves out events without the group's field", async () => {
    const spray =
      "type: value_count\nrules: [fail]\ngroup-by: [Ip]\ntimespan: 1m\ncondition: {field: User, gte: 3}";
    const fails = ["a", "A", "b", "c"].map((User, i): [number, number, object] => [
      i,
      4625,
      { User, Ip: "10.0.0.1" },
    ]);
    assert.deepEqual(await hits(fails, spray), [
      [3, "c", "Ip: 10.0.0.1; 4 events within 3 s; value_count of User: 3"],
    ]);
    assert.deepEqual(
      await hits(
        fails.map(([s, id]) => [s, id, { User: `u${s}` }]),
        spray,
      ),
      [],
    );
  });

  it("value_sum, value_avg, value_median and value_percentile weigh numbers", async () => {
    const sizes = [10, 20, 30, 100].map((Size, i): [number, number, object] => [i, 4625, { Size }]);
    const weigh = (type: string, condition: string) =>
      hits(
        sizes,
        `type: ${type}\nrules: [fail]\ngroup-by: [User]\ntimespan: 1m\ncondition: {field: Size, ${condition}}`,
      );
    // Sums and means by hand: 10, 30, 60, 160; 10, 15, 20, 40; medians 10, 15, 20, 25.
    assert.equal(
      (await weigh("value_sum", "gt: 100"))[0]![2],
      "User: eva; 4 events within 3 s; value_sum of Size: 160",
    );
    assert.deepEqual(
      (await weigh("value_avg", "gte: 20")).map(([s]) => s),
      [2],
    );
    assert.deepEqual(
      (await weigh("value_median", "gte: 25")).map(([s]) => s),
      [3],
    );
    // The 75th percentile with linear interpolation (numpy.percentile): 10, 17.5, 25, 47.5.
    assert.match((await weigh("value_percentile", "percentile: 75, gt: 30"))[0]![2], /: 47\.5$/);
    assert.deepEqual(await weigh("value_sum", "gt: 200"), []);
  });

  it("temporal wants every rule within the span, in any order", async () => {
    const both = "type: temporal\nrules: [fail, logon]\ngroup-by: [User]\ntimespan: 1m";
    assert.deepEqual(
      (
        await hits(
          [
            [0, 4624],
            [60, 4625],
          ],
          both,
        )
      ).map(([s]) => s),
      [60],
    );
    assert.deepEqual(
      await hits(
        [
          [0, 4624],
          [61, 4625],
        ],
        both,
      ),
      [],
    );
    assert.deepEqual(
      await hits(
        [
          [0, 4624],
          [1, 4624],
        ],
        both,
      ),
      [],
    );
    assert.deepEqual(
      await hits(
        [
          [0, 4624],
          [5, 4625, { User: "bob" }],
        ],
        both,
      ),
      [],
    );
  });

  it("temporal_ordered wants them in the order of the list", async () => {
    const order = "type: temporal_ordered\nrules: [fail, logon, clear]\ngroup-by: [User]\ntimespan: 1m";
    assert.deepEqual(
      (
        await hits(
          [
            [0, 4625],
            [10, 4624],
            [20, 1102],
          ],
          order,
        )
      ).map(([s]) => s),
      [20],
    );
    assert.deepEqual(
      await hits(
        [
          [0, 4624],
          [10, 4625],
          [20, 1102],
        ],
        order,
      ),
      [],
    );
    // The first chain is too slow, the one that begins later is not.
    assert.deepEqual(
      (
        await hits(
          [
            [0, 4625],
            [40, 4625],
            [50, 4624],
            [70, 1102],
          ],
          order,
        )
      ).map(([s]) => s),
      [70],
    );
  });

  it("an extended condition joins rules by and, or, not", async () => {
    const extended = (condition: string) =>
      `type: temporal\nrules: [fail, logon, clear]\ngroup-by: [User]\ntimespan: 1m\ncondition: ${condition}`;
    const some: [number, number][] = [
      [0, 4625],
      [10, 4624],
    ];
    assert.deepEqual(
      (await hits(some, extended("fail and (logon or clear)"))).map(([s]) => s),
      [10],
    );
    assert.deepEqual(
      (await hits(some, extended("fail and not clear"))).map(([s]) => s),
      [10],
    );
    assert.deepEqual(await hits([...some, [30, 1102]], extended("fail and not clear")), []);
  });

  it("aliases join fields of different names, correlations build on correlations, generate tells the single events", async () => {
    const alias =
      "type: temporal\nrules: [fail, logon]\ngroup-by: [who]\ntimespan: 1m\naliases:\n  who: {fail: User, logon: Account}";
    const mixed: [number, number, object][] = [
      [0, 4625, { User: "bob" }],
      [1, 4624, { User: "x", Account: "Bob" }],
    ];
    assert.deepEqual(await hits(mixed, alias), [[1, "c", "who: bob; 2 events within 1 s"]]);
    const chain =
      "---\ntitle: d\ncorrelation:\n  type: temporal_ordered\n  rules: [c, logon]\n  group-by: [User]\n  timespan: 1m\n";
    const many =
      "type: event_count\nrules: [fail]\ngroup-by: [User, Computer]\ntimespan: 10s\ncondition: {gte: 2}";
    const events: [number, number][] = [
      [0, 4625],
      [1, 4625],
      [20, 4624],
    ];
    assert.deepEqual(
      (await hits(events, many, chain)).map(([s, title]) => [s, title]),
      [[20, "d"]],
    );
    assert.deepEqual(
      (await hits(events, `${many}\ngenerate: true`)).map(([s, title]) => [s, title]),
      [
        [0, "fail"],
        [1, "c"],
        [1, "fail"],
        [20, "logon"],
      ],
    );
  });

  it("a correlation without its rule, or around itself, is told as not run", async () => {
    const correlation = (id: string, rules: string) =>
      `title: ${id}\nid: ${id}\ncorrelation: {type: event_count, rules: [${rules}], group-by: [User], timespan: 1m, condition: {gte: 2}}\n`;
    const file = folder.write("log.jsonl", event(4625, {}));
    const yaml = [correlation("a", "none"), correlation("b", "c"), correlation("c", "b")].join("---\n");
    const { notRun } = await run(file, rulesOf(yaml));
    assert.deepEqual(
      notRun.map(({ rule, reason }) => [rule, reason]),
      [
        ["a", 'correlation: rule "none" is not among the rules'],
        ["c", 'correlation: rule "b" cannot run, or leads back to this one'],
        ["b", 'correlation: rule "c" cannot run, or leads back to this one'],
      ],
    );
  });

  it("rulesOf(correlation) says what is wrong with one", () => {
    const faulty = (part: string) => () =>
      rulesOf(`title: c\ncorrelation: {type: event_count, rules: [a], ${part}}\n`);
    const tests: [string, RegExp][] = [
      [
        "timespan: 5x, condition: {gte: 1}",
        /timespan must be a number with s, m, h, d or w, such as 15m, got "5x"/,
      ],
      ["timespan: 5m, condition: {gte: a}", /condition must hold lt, lte, gt, gte, eq, neq with numbers/],
      ["timespan: 5m", /condition must be a map such as \{gte: 10\}, got undefined/],
      ["timespan: 5m, condition: a", /condition must be a map for this type, got text/],
    ];
    for (const [part, message] of tests) assert.throws(faulty(part), { message });
    assert.throws(
      () => rulesOf("title: c\ncorrelation: {type: event_cuont}\n"),
      /did you mean "event_count"\?/,
    );
  });
});
