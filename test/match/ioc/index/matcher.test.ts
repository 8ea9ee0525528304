import assert from "node:assert/strict";
import { random } from "../../../../src/core/random";
import { Matcher } from "../../../../src/match/ioc/index/matcher";
import { wordsOf } from "../../../../src/match/ioc/index/words";
import type { Indicator } from "../../../../src/match/ioc/indicator";
import { normalise } from "../../../../src/match/ioc/normalise/normalise";
import { readIndicators } from "../../../../src/match/ioc/readIndicators";

async function matcherOf(text: string) {
  const { indicators } = await readIndicators({ text });
  const matcher = new Matcher(indicators);
  return {
    matcher,
    found: (value: string) =>
      matcher.match(value).map(({ id, reason }) => `${indicators[id]!.value}: ${reason}`),
  };
}

function one(type: Indicator["type"], value: string): Indicator {
  const normal = normalise(type, value);
  assert.ok("value" in normal, JSON.stringify(normal));
  const about = { lists: [], title: null, level: null, attack: [], validFrom: null, validUntil: null };
  return { type, value: normal.value, original: value, field: "", ...about };
}

const hits = (type: Indicator["type"], value: string, texts: readonly string[]) =>
  texts.map((text) => new Matcher([one(type, value)]).match(text).length > 0);

describe("Matcher", () => {
  it("match of a name wants a whole token: GameOver is not in GameOverlay", () => {
    const yes = [
      "\\GameOver",
      "schtasks /TN GameOver /F",
      "GameOver",
      "GAMEOVER.",
      "<t>GameOver</t>",
      "a\\gameover\\b",
    ];
    const no = [
      "GameOverlay",
      "\\GameOverlayUI.exe",
      "xGameOver",
      "GameOver2",
      "Game-GameOver-x",
      "GameOver.exe",
    ];
    assert.deepEqual(
      hits("name", "GameOver", yes),
      yes.map(() => true),
    );
    assert.deepEqual(
      hits("name", "GameOver", no),
      no.map(() => false),
    );
  });

  it("match of an address takes it with a port, and not as a part of another", () => {
    const yes = [
      "10.0.0.1:3389",
      "10.0.0.1",
      "::ffff:10.0.0.1",
      "(10.0.0.1)",
      "http://10.0.0.1/x",
      "10.0.0.1.",
    ];
    const no = ["110.0.0.1", "10.0.0.11", "10.0.0.1.5", "1.10.0.0.1", "10.0.0.2:1"];
    assert.deepEqual(
      hits("ip", "10.0.0.1", yes),
      yes.map(() => true),
    );
    assert.deepEqual(
      hits("ip", "10.0.0.1", no),
      no.map(() => false),
    );
    assert.deepEqual(
      hits("ip", "2001:db8::1", ["[2001:0DB8:0:0::1]:443", "2001:db8::11", "2001:db8::1%eth0"]),
      [true, false, true],
    );
  });

  it("match of a network takes every address in it", () => {
    assert.deepEqual(hits("cidr", "10.9.0.0/15", ["10.8.0.1", "10.9.255.255:80", "10.10.0.0"]), [
      true,
      true,
      false,
    ]);
    assert.deepEqual(hits("cidr", "2001:db8::/33", ["2001:db8:7fff::1", "2001:db8:8000::1"]), [true, false]);
  });

  it("match of a domain takes its sub-domains, in text, URLs and mail, and no look-alikes", () => {
    const yes = [
      "evil.com",
      "a.b.EVIL.com",
      "evil.com.",
      "https://evil.com:8443/x",
      "x@evil.com",
      "\\\\evil.com\\share",
      "see evil.com, now",
    ];
    const no = [
      "notevil.com",
      "evil.com.au",
      "evil.company",
      "evil-com",
      "C:\\x\\evil.com",
      "-evil.com",
      "evil.com-x",
    ];
    assert.deepEqual(
      hits("domain", "evil.com", yes),
      yes.map(() => true),
    );
    assert.deepEqual(
      hits("domain", "evil.com", no),
      no.map(() => false),
    );
  });

  it("match of a URL looks past scheme, default port, case, fragment and query, and says so", async () => {
    const { found } = await matcherOf("hxxp://Evil[.]com/drop/a.php");
    assert.deepEqual(found("GET https://evil.com:443/DROP/a.php HTTP/1.1"), [
      "evil.com/drop/a.php: same URL",
    ]);
    assert.deepEqual(found('"http://evil.com/drop/a.php?id=5#x"'), [
      "evil.com/drop/a.php: same page, other query",
    ]);
    assert.deepEqual(found("http://evil.com/drop/a.php5"), []);
    assert.deepEqual(found("http://evil.com:8080/drop/a.php"), []);
    assert.deepEqual(found("http://notevil.com/drop/a.php"), []);
    const host = await matcherOf("http://evil.com/");
    assert.deepEqual(host.found("http://evil.com/any?x"), ["evil.com: on this host"]);
    assert.deepEqual(host.found("http://www.evil.com/any"), []);
  });

  it("match of a hash goes by its length and its whole digits, and an import hash is no file", () => {
    const md5 = "0123456789abcdef0123456789abcde0";
    const texts = [`MD5=${md5.toUpperCase()},SHA1=x`, md5, `${md5}0`, `x${md5}`, `IMPHASH=${md5}`];
    assert.deepEqual(hits("md5", md5, texts), [true, true, false, false, false]);
    assert.deepEqual(hits("imphash", md5, [`IMPHASH=${md5}`]), [true]);
  });

  it("match of a path knows variables, drives, slashes, devices, users and folders", () => {
    const texts = [
      "C:\\Windows\\Temp\\evil.exe",
      '"c:/windows/temp/EVIL.exe" -x',
      "%SystemRoot%\\Temp\\evil.exe",
      "\\Device\\HarddiskVolume2\\Windows\\Temp\\evil.exe",
      "\\??\\C:\\Windows\\Temp\\evil.exe",
      "D:\\Windows\\Temp\\evil.exe",
      "C:\\Windows\\Temp\\evil.exe.bak",
      "C:\\Windows\\Temp\\notevil.exe",
    ];
    const wanted = [true, true, true, true, true, false, false, false];
    assert.deepEqual(hits("path", "C:\\Windows\\Temp\\evil.exe", texts), wanted);
    assert.deepEqual(hits("path", "%windir%/temp/evil.exe", texts), wanted);
    assert.deepEqual(hits("path", "%APPDATA%\\x\\y.dll", ["C:\\Users\\Anna B\\AppData\\Roaming\\x\\y.dll"]), [
      true,
    ]);
    assert.deepEqual(hits("path", "C:\\Users\\Bob\\y.dll", ["C:\\Users\\Anna\\y.dll"]), [false]);
    assert.deepEqual(
      hits("path", "C:\\ProgramData\\evil\\", ["c:\\programdata\\evil\\a.exe", "c:\\programdata\\evil2"]),
      [true, false],
    );
  });

  it("match of keys, mutexes, file names and mail goes by their own form", () => {
    const key = "HKCU\\Software\\Run\\Bad";
    assert.deepEqual(
      hits("registry", key, [
        "HKU\\S-1-5-21-1-2-3-500\\Software\\Run\\Bad",
        "HKLM\\Software\\Run\\Bad",
        `${key}2`,
        `${key}\\x`,
      ]),
      [true, false, false, true],
    );
    assert.deepEqual(
      hits("registry", "HKLM\\System\\CurrentControlSet\\Services\\Bad", [
        "\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet001\\Services\\Bad",
      ]),
      [true],
    );
    assert.deepEqual(
      hits("mutex", "Global\\BadOne", ["\\Sessions\\2\\BaseNamedObjects\\badone", "badone2"]),
      [true, false],
    );
    assert.deepEqual(
      hits("filename", "tool.exe", [
        "c:\\a b\\TOOL.exe",
        "my-tool.exe",
        "mytool.exe",
        "tool.exe.mui",
        "tool.exe -a",
      ]),
      [true, false, false, false, true],
    );
    assert.deepEqual(hits("filename", "evil tool.exe", ['"c:\\evil tool.exe"', "c:\\evil\\tool.exe"]), [
      true,
      false,
    ]);
    assert.deepEqual(hits("email", "a@b.com", ["<A@b.com>", "xa@b.com", "a@b.com.au", "mailto:a@b.com"]), [
      true,
      false,
      false,
      true,
    ]);
  });

  it("match of LOKI's expressions runs them only where their text occurs, and takes exceptions out", async () => {
    const { indicators } = await readIndicators({
      name: "filename-iocs.txt",
      text: "(?i)\\\\procdump(64)?\\.exe;50;(?i)SysInternals\\\\\n^.{3}$;40\n(a+)+$;10\nx(?=y);10\n",
    });
    const matcher = new Matcher(indicators);
    const count = (text: string) => matcher.match(text).map(({ id }) => id);
    assert.deepEqual(count("C:\\ProcDump64.exe"), [0]);
    assert.deepEqual(count("C:\\SysInternals\\procdump.exe"), []);
    assert.deepEqual(count("xyz"), [1]);
    assert.deepEqual(count(`${"a".repeat(50_000)}!`), []);
  });

  it("mayMatchJson(text) never misses what match finds in a value, however JSON escapes it", async () => {
    const { matcher } = await matcherOf(
      "evil.com\n10.0.0.1\nGameOver\n%TEMP%\\evil.exe\nhttp://bad.com/x\n2001:db8::1\nHKCU\\Software\\Bad",
    );
    const values = [
      "\nevil.com\n",
      "x\tGameOver",
      "C:\\Users\\a\\AppData\\Local\\Temp\\evil.exe",
      'say "GameOver"',
      "http://bad.com/x",
      "\u00e9 10.0.0.1",
      "2001:db8:0::1",
      "HKCU\\Software\\Bad",
    ];
    for (const value of values) {
      assert.equal(matcher.match(value).length > 0, true, value);
      const json = JSON.stringify({ a: [value] });
      assert.equal(matcher.mayMatchJson(json), true, json);
      const escaped = json.replace(
        /(?<!\\)[a-z\u00e9]/g,
        (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
      );
      assert.equal(matcher.mayMatchJson(escaped), true, escaped);
      assert.equal(matcher.mayMatchJson(json.replaceAll("/", "\\/")), true);
    }
    assert.equal(matcher.mayMatchJson('{"a":"GameOverlay"}'), false);
  });

  it("match agrees with trying every indicator by itself, on 600 seeded values", () => {
    const numbers = random(9);
    const pick = <T>(list: readonly T[]) => list[numbers.integer(list.length)]!;
    const words = ["evil", "com", "exe", "a", "b1", "temp", "10", "0", "windows", "c2"];
    const joins = [".", "\\", " ", "-", "/", "@", ":", "", "://"];
    const made = (length: number) =>
      Array.from({ length }, () => pick(words) + pick(joins)).join("") + pick(words);
    const list: Indicator[] = [];
    for (const type of [
      "domain",
      "filename",
      "name",
      "path",
      "email",
      "text",
      "registry",
      "mutex",
      "url",
      "ip",
    ] as const) {
      for (let i = 0; i < 40; i++) {
        const value =
          type === "domain"
            ? `${pick(words)}.${pick(words)}.com`
            : type === "ip"
              ? `10.0.${pick(["0", "10"])}.10`
              : made(1 + numbers.integer(3));
        const normal = normalise(type, value);
        if ("value" in normal && !list.some((other) => other.type === type && other.value === normal.value))
          list.push(one(type, value));
      }
    }
    const together = new Matcher(list);
    const alone = list.map((indicator) => new Matcher([indicator]));
    let total = 0;
    for (let i = 0; i < 600; i++) {
      const text = made(1 + numbers.integer(6));
      const expected = list.flatMap((_, id) => (alone[id]!.match(text).length > 0 ? [id] : []));
      assert.deepEqual(
        together
          .match(text)
          .map(({ id }) => id)
          .sort((a, b) => a - b),
        expected,
        text,
      );
      if (expected.length > 0) assert.equal(together.mayMatchJson(JSON.stringify({ x: text })), true, text);
      total += expected.length;
    }
    assert.ok(total > 200, `${total} matches`);
  });

  it("wordsOf(text) leaves dots and dashes at the ends out", () => {
    assert.deepEqual(wordsOf("..A.b- c_d. -").sort(), ["..a.b", "c_d"]);
  });
});
