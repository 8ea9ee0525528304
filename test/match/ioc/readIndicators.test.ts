import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { random } from "../../../src/core/random";
import { readIndicators } from "../../../src/match/ioc/readIndicators";
import { testFolder } from "../../support/folder";

const read = (text: string, name = "text") => readIndicators({ text, name });

/** What is hunted, as `type value`. */
async function used(text: string, name?: string): Promise<string[]> {
  return (await read(text, name)).indicators.map(({ type, value }) => `${type} ${value}`);
}

const bundle = (...patterns: string[]) =>
  JSON.stringify({
    type: "bundle",
    objects: patterns.map((pattern, i) => ({
      type: "indicator",
      id: `indicator--${i}`,
      pattern,
      pattern_type: "stix",
    })),
  });

describe("readIndicators", () => {
  const folder = testFolder();

  it("readIndicators of a plain list refangs, lower-cases, trims and joins duplicates", async () => {
    const set = await read(
      "# Campaign X\nEvil[.]Example[.]com\nevil.example.com.\n EVIL.example.com \nhxxp://evil.example.com/A\n\n10.0.0.1:443\nco.uk\n",
    );
    assert.deepEqual(
      set.indicators.map(({ type, value, title }) => [type, value, title]),
      [
        ["domain", "evil.example.com", "Campaign X"],
        ["url", "evil.example.com/a", "Campaign X"],
        ["ip", "10.0.0.1", null],
      ],
    );
    assert.deepEqual(
      set.leftOut.map(({ why, value, place }) => [why, value, place]),
      [
        ["duplicate", "evil.example.com.", "line 3"],
        ["duplicate", "EVIL.example.com", "line 4"],
        ["unused", "co.uk", "line 8"],
      ],
    );
    assert.deepEqual(set.report[0], {
      list: "text",
      format: "list",
      found: { line: 6 },
      entries: 6,
      used: 3,
      duplicates: 2,
      benign: 0,
      unused: 1,
    });
  });

  it("readIndicators of CSV finds the columns by name or by values, and keeps benign rows apart", async () => {
    const sha = (c: string) => c.repeat(64);
    const csv = [
      "SHA256,FILENAME,Malware Family,Role",
      `${sha("a")},a.dll,SUNBURST,"dropper, first"`,
      `${sha("b")},b.dll,Benign,`,
      `${sha("c")},c.cer,Code Signing Certificate,Legitimate code-signing certificate`,
    ].join("\r\n");
    const set = await read(csv, "a.csv");
    assert.deepEqual(
      set.indicators.map(({ value, title }) => [value, title]),
      [[sha("a"), "SUNBURST; dropper, first"]],
    );
    assert.deepEqual(
      set.leftOut.map(({ why, value }) => [why, value]),
      [
        ["unused", "a.dll"],
        ["benign", sha("b")],
        ["benign", "b.dll"],
        ["benign", sha("c")],
        ["benign", "c.cer"],
      ],
    );
    assert.deepEqual(await used("when;what;x\n2020;evil[.]com;1\n2021;10.1.1.1;2\n", "b.csv"), [
      "domain evil.com",
      "ip 10.1.1.1",
    ]);
    assert.deepEqual(await used("evil.com\tA\nbad.com\tB\n", "c.tsv"), ["domain evil.com", "domain bad.com"]);
    // A column that names the type settles what the form of a value leaves open.
    assert.deepEqual(
      await used("type,value\ndomain,x.nosuchroot\nfilename,evil.com\nmutex,abc\nsha256,evil\n", "e.csv"),
      ["domain x.nosuchroot", "filename evil.com", "mutex abc", "name evil"],
    );
    assert.match(
      (await read("a,b\n1,2\n", "d.csv")).issues[0]!.reason,
      /^readCsv: no column of indicators among a, b; /,
    );
  });

  it("readIndicators keeps periods of validity, and the widest of duplicates", async () => {
    const csv =
      "indicator,valid_from,valid_until\nevil.com,2020-01-01,2020-02-01\nevil.com,2019-01-01T00:00:00Z,2020-01-15\nbad.com,,\n";
    const { indicators } = await read(csv, "a.csv");
    const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString().slice(0, 10));
    assert.deepEqual(
      indicators.map(({ validFrom, validUntil }) => [iso(validFrom), iso(validUntil)]),
      [
        ["2019-01-01", "2020-02-01"],
        [null, null],
      ],
    );
  });

  it("readIndicators of STIX makes alternatives plain indicators, and keeps the rest as patterns", async () => {
    const set = await read(
      bundle(
        "[domain-name:value = 'Evil.com' OR ipv4-addr:value IN ('10.0.0.1', '10.0.0.0/8')]",
        "[file:hashes.MD5 = 'D41D8CD98F00B204E9800998ECF84270'] OR [file:name LIKE '%evil%']",
        "[file:name = 'a.exe' AND process:pid > 5]",
        "[url:value = 'x'",
      ),
    );
    assert.deepEqual(
      set.indicators.map(({ type, value }) => `${type} ${value}`),
      [
        "domain evil.com",
        "ip 10.0.0.1",
        "cidr 10.0.0.0/8",
        "md5 d41d8cd98f00b204e9800998ecf84270",
        "text evil",
        "pattern [file:name = 'a.exe' AND process:pid > 5]",
      ],
    );
    assert.equal(set.report[0]!.patterns, 3);
    assert.equal(set.report[0]!.comparisons, 7);
    assert.deepEqual(
      set.issues.map(({ place, reason }) => [place, reason]),
      [["indicator--3", 'parsePattern: 1:17: expected ], got ""']],
    );
    const negative = await read(
      bundle("[file:name != 'a.exe']", "[file:name NOT = 'a.exe' AND process:name NOT = 'b.exe']"),
    );
    assert.deepEqual(
      negative.leftOut.map(({ reason }) => reason.slice(0, 38)),
      ["only says what a row must not be: it w", "only says what a row must not be: it w"],
    );
  });

  it("readIndicators of MISP takes attributes without to_ids, composites and objects, and names what it cannot use", async () => {
    const attribute = (type: string, value: string, more: object = {}) => ({
      type,
      value,
      to_ids: false,
      ...more,
    });
    const sha = "ab".repeat(32);
    const event = {
      Event: {
        info: "Ghost",
        threat_level_id: "1",
        Attribute: [
          attribute("filename|sha256", `evil.exe|${sha}`),
          attribute("domain|ip", "evil.com|10.0.0.1"),
          attribute("ip-dst|port", "10.0.0.2|443"),
          attribute("link", "https://example.com/report"),
          attribute("yara", "rule x {}"),
          attribute("domain", "gone.com", { deleted: true }),
        ],
        Object: [{ name: "file", Attribute: [attribute("mutex", "Global\\m1x")] }],
      },
    };
    const set = await read(JSON.stringify({ response: [event] }));
    assert.deepEqual(
      set.indicators.map(({ type, value, level }) => `${type} ${value} ${level}`),
      [
        `sha256 ${sha} high`,
        "domain evil.com high",
        "ip 10.0.0.1 high",
        "ip 10.0.0.2 high",
        "mutex m1x high",
      ],
    );
    assert.equal(set.indicators[0]!.title, "evil.exe Ghost");
    assert.deepEqual(set.report[0]!.found, {
      "filename|sha256": 1,
      "domain|ip": 1,
      "ip-dst|port": 1,
      link: 1,
      yara: 1,
      domain: 1,
      mutex: 1,
    });
    assert.deepEqual(
      set.leftOut.map(({ reason }) => reason),
      [
        "a reference, not something to look for",
        'attributes of type "yara" are not looked for in rows',
        "deleted in MISP",
      ],
    );
  });

  it("readIndicators of OpenIOC 1.0 and 1.1 makes ORs indicators and ANDs patterns", async () => {
    const item = (search: string, condition: string, content: string, more = "") =>
      `<IndicatorItem condition="${condition}" ${more}><Context document="${search.split("/")[0]}" search="${search}"/><Content type="string">${content}</Content></IndicatorItem>`;
    const inner = `<Indicator operator="OR">${item("DnsEntryItem/Host", "contains", "evil.com")}${item("FileItem/Md5sum", "is", "D41D8CD98F00B204E9800998ECF84270")}<Indicator operator="AND">${item("FileItem/FileName", "is", "a.exe")}${item("FileItem/SizeInBytes", "isnot", "5")}</Indicator></Indicator>`;
    const expected = [
      "domain evil.com",
      "md5 d41d8cd98f00b204e9800998ecf84270",
      "pattern [FileItem/FileName = 'a.exe' AND (FileItem/SizeInBytes NOT = 5)]",
    ];
    assert.deepEqual(
      await used(
        `<?xml version="1.0"?><ioc xmlns="http://schemas.mandiant.com/2010/ioc"><short_description>X</short_description><definition>${inner}</definition></ioc>`,
      ),
      expected,
    );
    assert.deepEqual(
      await used(
        `\ufeff<OpenIOC xmlns="http://openioc.org/schemas/OpenIOC_1.1"><criteria>${inner}</criteria></OpenIOC>`,
      ),
      expected,
    );
  });

  it("readIndicators of CHIRP YAML takes networks, keys and event expressions", async () => {
    const yaml =
      '---\nname: "N"\nconfidence: 8\nioc_type: "network"\nindicator:\n  ips: |\n    10.0.0.1\n    evil.com\n---\nname: "K"\nioc_type: registry\nindicator:\n  registry_key: "HKLM\\\\Software\\\\x\\\\"\n  key: "~= .*"\n---\nname: E\nioc_type: events\nindicator:\n  event_type: Security\n  event.event_data: "~= .*fsutil volume.*"\n---\nname: Y\nioc_type: yara\nindicator:\n  rule: x\n';
    const set = await read(yaml, "iocs.yaml");
    assert.deepEqual(
      set.indicators.map(({ type, value, level }) => `${type} ${value} ${level}`),
      [
        "ip 10.0.0.1 high",
        "domain evil.com high",
        "registry hklm\\software\\x null",
        "pattern [event:channel = 'Security' AND event:data MATCHES 'fsutil volume'] null",
      ],
    );
    assert.match(set.leftOut[0]!.reason, /CHIRP's "yara" is not looked for/);
  });

  it("readIndicators of what is not quite JSON reads it and says what was mended", async () => {
    const inside = `"results": [ {"qname": "a.evil.com", "value": "10.0.0.1", "_key": "${"a".repeat(40)}"} ]`;
    for (const [text, mended] of [
      [inside, "not quite JSON: its outer braces were missing"],
      [`{ ${inside}`, "not quite JSON: its last brace was missing"],
      ['{"a": "a.evil.com"}\n{"a": "10.0.0.1"}', "read as JSON lines"],
    ] as const) {
      const set = await read(text);
      assert.deepEqual(
        set.indicators.map(({ value }) => value),
        ["a.evil.com", "10.0.0.1"],
      );
      assert.equal(set.issues[0]!.reason, mended);
    }
    assert.match((await read('{"a": nope')).issues[0]!.reason, /^readJson: not JSON: /);
    assert.match((await read("nothing at all of this is an indicator")).leftOut[0]!.reason, /a sentence/);
    assert.match((await read("")).issues[0]!.reason, /no indicators found/);
  });

  it("readIndicators of files takes folders and gzip, goes on behind a damaged one, and merges lists", async () => {
    folder.write("feed/a.txt", "evil.com\n");
    folder.write("feed/b.json.gz", gzipSync(bundle("[domain-name:value = 'evil.com']")));
    folder.write("feed/c.xml", "<html></html>");
    folder.write("feed/manifest.json", JSON.stringify({ "uuid-1": { info: "x", Orgc: { name: "y" } } }));
    const set = await readIndicators(folder.path("feed"));
    assert.deepEqual(
      set.indicators.map(({ lists }) => lists.map((list) => list.replace(/^.*\//, ""))),
      [["a.txt", "b.json.gz"]],
    );
    assert.deepEqual(
      set.issues.map(({ reason }) => reason.slice(0, 60)),
      [
        "readIndicators: XML must be OpenIOC, got another root element",
        "readIndicators: a MISP feed's manifest holds no indicators; i",
      ].map((reason) => reason.slice(0, 60)),
    );
    assert.equal((await readIndicators(folder.path("absent"))).issues[0]!.reason, "no such file or folder");
  });

  it("readIndicators of hostile lists ends in bounded time and memory, with a clear reason", async () => {
    const lol = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join("");
    const laughs = `<?xml version="1.0"?><!DOCTYPE ioc [<!ENTITY l0 "lol">${lol}]><ioc><short_description>&l9;</short_description></ioc>`;
    const aliases = `a0: &a0 [x,x]\n${Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`).join("\n")}\nioc_type: network\nindicator: *a30\n`;
    const cases: readonly (readonly [string, string, RegExp])[] = [
      ["laughs.ioc", laughs, /readOpenIoc: (a DOCTYPE has no place|not XML)/],
      ["deep.ioc", `<ioc>${"<Indicator>".repeat(5000)}`, /readOpenIoc: levels must be at most 100, got more/],
      ["aliases.yaml", aliases, /readChirp: .*aliases are not followed/],
      [
        "wide.csv",
        `${"a,".repeat(1_000_000)}a\n`,
        /readCsv: line 1 must have at most 1000 columns, got more/,
      ],
      [
        "deep.json",
        `{"a":${"[".repeat(100_000)}1${"]".repeat(100_000)}}`,
        /readJson: levels must be at most 64|not JSON/,
      ],
      ["deep-stix.json", bundle(`${"(".repeat(1000)}[a:b = 1]${")".repeat(1000)}`), /at most 100 levels/],
      ["filename-iocs.txt", "((a{99}){99}){99};50\n", /repeat/],
    ];
    for (const [name, text, reason] of cases) {
      const { issues, leftOut } = await read(text, name);
      assert.match(
        [...issues.map((issue) => issue.reason), ...leftOut.map((left) => left.reason)].join("\n"),
        reason,
        name,
      );
    }
  });

  it("readIndicators of 1,500 seeded damaged lists never throws, and accounts for every entry", async () => {
    const numbers = random(21);
    const seeds = [
      bundle(
        "[domain-name:value = 'evil.com' AND file:name LIKE '%x%'] FOLLOWEDBY [a:b = 1] WITHIN 5 SECONDS",
      ),
      JSON.stringify({
        Event: {
          info: "x",
          Attribute: [
            { type: "domain", value: "evil.com", to_ids: true },
            { type: "filename|md5", value: "a|b" },
          ],
        },
      }),
      '<?xml version="1.0"?><ioc><definition><Indicator operator="OR"><IndicatorItem condition="is"><Context document="FileItem" search="FileItem/Md5sum"/><Content>d41d8cd98f00b204e9800998ecf84270</Content></IndicatorItem></Indicator></definition></ioc>',
      "---\nname: a\nioc_type: network\nindicator:\n  ips: |\n    10.0.0.1\n",
      'sha256,"name"\n"abc""d",x\n',
      "# c\nevil[.]com;x\nhxxp://a[.]com/b\n%TEMP%\\x.exe\n",
    ];
    for (let i = 0; i < 1500; i++) {
      const seed = [...seeds[i % seeds.length]!];
      for (let j = 0; j < 1 + numbers.integer(6); j++) {
        const at = numbers.integer(seed.length);
        if (numbers.integer(3) === 0) seed.splice(at, 1 + numbers.integer(5));
        else seed[at] = "{}[]\"',;<>&:\\\n\u0000\ud800*-|\t1a"[numbers.integer(22)]!;
      }
      const { indicators, leftOut, report } = await read(
        seed.join(""),
        ["x", "a.csv", "filename-iocs.txt"][i % 3],
      );
      const entries = report.reduce((sum, list) => sum + list.entries, 0);
      assert.equal(indicators.length + leftOut.length, entries);
    }
  });

  it("readIndicators refuses text that is none, and options it does not know", async () => {
    await assert.rejects(readIndicators({ text: 5 } as never), {
      name: "TypeError",
      message: "readIndicators: text must be text, got 5",
    });
    await assert.rejects(readIndicators({ text: "", nam: "x" } as never), /got "nam"; did you mean "name"\?/);
  });
});
