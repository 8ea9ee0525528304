import assert from "node:assert/strict";
import { random } from "../../../../src/core/random";
import { atomsOf } from "../../../../src/match/ioc/stix/comparisonAtom";
import { parsePattern } from "../../../../src/match/ioc/stix/parsePattern";
import { patternText } from "../../../../src/match/ioc/stix/patternText";

describe("parsePattern", () => {
  it("parsePattern(text) reads every operator of STIX 2.1, and patternText writes it back", () => {
    // The examples of STIX 2.1, section 9.8, in the spelling that patternText uses.
    const patterns = [
      "[file:hashes.SHA-256 = 'aec070645fe53ee3b3763059376134f058cc337247c978add178b6ccdfb0019f']",
      "[email-message:from_ref.value MATCHES '.+\\\\@example\\\\.com$' AND email-message:body_multipart[*].body_raw_ref.name MATCHES '^Final Report.+\\\\.exe$']",
      "[file:hashes.MD5 = '79054025255fb1a26e4bc422aef54eb4'] FOLLOWEDBY [windows-registry-key:key = 'HKEY_LOCAL_MACHINE\\\\foo']",
      "[user-account:account_type = 'unix' AND user-account:user_id = '1007' AND user-account:account_login = 'Peter'] AND [user-account:user_id = '1008']",
      "[artifact:mime_type = 'application/vnd.tcpdump.pcap' AND artifact:payload_bin MATCHES '\\\\xd4\\\\xc3\\\\xb2\\\\xa1']",
      "[file:name = 'foo.dll' AND file:parent_directory_ref.path = 'C:\\\\Windows\\\\System32']",
      "[file:extensions.windows-pebinary-ext.sections[*].entropy > 7]",
      "[file:mime_type = 'image/bmp' AND file:magic_number_hex = 'ffd8']",
      "[network-traffic:dst_ref.type = 'domain-name' AND network-traffic:dst_ref.value = 'example.com'] REPEATS 5 TIMES",
      "([domain-name:value = 'www.5z8.info' AND domain-name:resolves_to_refs[*].value = '198.51.100.1'] REPEATS 3 TIMES) WITHIN 1800 SECONDS",
      "[ipv4-addr:value IN ('203.0.113.10', '203.0.113.20')]",
      "[ipv4-addr:value ISSUBSET '198.51.100.0/24' OR ipv4-addr:value ISSUPERSET '198.51.100.1/32']",
      "[EXISTS file:size]",
      "[file:size >= 10 AND (file:name NOT LIKE '%x%')]",
      "[a:b = true] START t'2014-06-01T00:00:00.000Z' STOP t'2014-07-01T00:00:00.000Z'",
    ];
    for (const pattern of patterns) assert.equal(patternText(parsePattern(pattern)), pattern);
  });

  it("parsePattern(text) takes STIX 2.0's times, comments, hexadecimal and binary values, and NOT before an operator", () => {
    const text =
      "/* a */ [a:b NOT = h'FF' AND a:'c-d'[0] == b'eA=='] // end\n START '2020-01-01T00:00:00Z' STOP '2020-01-02T00:00:00Z'";
    assert.equal(
      patternText(parsePattern(text)),
      "[(a:b NOT = 'ff') AND a:c-d[0] = 'x'] START t'2020-01-01T00:00:00.000Z' STOP t'2020-01-02T00:00:00.000Z'",
    );
  });

  it("parsePattern binds AND before OR before FOLLOWEDBY", () => {
    const tree = parsePattern(
      "[a:a = 1] OR [a:b = 1] AND [a:c = 1] FOLLOWEDBY [a:d = 1 OR a:e = 1 AND a:f = 1]",
    );
    assert.equal(
      patternText(tree),
      "([a:a = 1] OR ([a:b = 1] AND [a:c = 1])) FOLLOWEDBY [a:d = 1 OR (a:e = 1 AND a:f = 1)]",
    );
  });

  it("parsePattern says where a fault is", () => {
    const faults: Readonly<Record<string, string>> = {
      "[a:b = 'x'": 'parsePattern: 1:11: expected ], got ""',
      "[a:b\n = ]": "parsePattern: 2:4: expected a value",
      "[a:b ~ 1]": 'parsePattern: 1:6: unexpected "~"',
      "[a:b = 'x]": "parsePattern: 1:8: a string without its end",
      "a:b = 1": 'parsePattern: 1:1: expected (, got "a"',
      "[a:b = 1] WITHIN 5": "parsePattern: 1:19: expected SECONDS",
      "[a:b = 1] REPEATS 0 TIMES": "parsePattern: 1:21: expected at least 1",
      "[a:b = 1] REPEATS 1.5 TIMES": "parsePattern: 1:23: expected a whole number of times up to 100000",
      "[a:b = 1] START t'x' STOP t'y'": "parsePattern: 1:17: expected a timestamp",
      "[a:b = 1] [a:b = 1]": 'parsePattern: 1:11: expected the end, got "["',
      "": 'parsePattern: 1:1: expected (, got ""',
    };
    for (const [pattern, message] of Object.entries(faults)) {
      assert.throws(() => parsePattern(pattern), { name: "SyntaxError", message });
    }
  });

  it("parsePattern refuses a pattern a thousand levels deep, and a huge one, with a clear error", () => {
    const deep = `${"(".repeat(1000)}[a:b = 1]${")".repeat(1000)}`;
    assert.throws(() => parsePattern(deep), { message: "parsePattern: 1:102: expected at most 100 levels" });
    const inside = `[${"(".repeat(1000)}a:b = 1${")".repeat(1000)}]`;
    assert.throws(() => parsePattern(inside), {
      message: "parsePattern: 1:102: expected at most 100 levels",
    });
    assert.throws(() => parsePattern(`[a:b = 1]${" WITHIN 1 SECONDS".repeat(1000)}`), /at most 100 levels/);
    assert.throws(() => parsePattern(" ".repeat(1_000_001)), /at most 1000000 characters, got 1000001/);
    const wide = `[${Array.from({ length: 20_001 }, () => "a:b = 1").join(" OR ")}]`;
    assert.throws(() => parsePattern(wide), /at most 20000 comparisons/);
    const long = `[a:b = '${"x\\'".repeat(300_000)}']`;
    assert.equal(parsePattern(long).kind, "row");
  });

  it("parsePattern of 5,000 seeded mutations either parses or throws a SyntaxError of one line", () => {
    const numbers = random(3);
    const pieces = [
      "[",
      "]",
      "(",
      ")",
      "a:b",
      " = ",
      "'x'",
      "1",
      " AND ",
      " OR ",
      " FOLLOWEDBY ",
      " WITHIN 5 SECONDS",
      " NOT ",
      " IN ",
      "t'2020-01-01T00:00:00Z'",
      "\\",
      "'",
      "*",
      ".",
      "[*]",
      " LIKE ",
      "/*",
      "\n",
      "\u0000",
      " EXISTS ",
    ];
    let parsed = 0;
    for (let i = 0; i < 5000; i++) {
      const middle = Array.from(
        { length: numbers.integer(10) },
        () => pieces[numbers.integer(pieces.length)]!,
      ).join("");
      const text = numbers.integer(2) === 0 ? middle : `[a:b = 1${middle}]`;
      try {
        const once = patternText(parsePattern(text));
        assert.equal(patternText(parsePattern(once)), once);
        parsed += 1;
      } catch (error) {
        if (!(error instanceof SyntaxError) || /[\r\n]/.test(error.message)) throw error;
        assert.match(error.message, /^parsePattern: \d+:\d+: \S/);
      }
    }
    assert.ok(parsed > 100, `${parsed} parsed`);
  });
});

describe("atomsOf", () => {
  it("atomsOf(comparison) makes LIKE an expression that is anchored where the pattern is", () => {
    const [atom] = atomsOf({ object: "file", property: "name", operator: "LIKE", values: ["ev_l%.exe"] })!;
    const expression = new RegExp(atom!.value.replace("(?is)", ""), "is");
    for (const text of ["evil.exe", "C:\\x\\EVIL2.exe", '"c:\\evol-x.exe" -a'])
      assert.match(text, expression);
    for (const text of ["devil.exe", "evil.exes", "ev.exe"]) assert.doesNotMatch(text, expression);
  });

  it("atomsOf(comparison) is undefined for what no text says", () => {
    for (const operator of ["!=", ">", "EXISTS", "ISSUPERSET"] as const) {
      assert.equal(
        atomsOf({ object: "ipv4-addr", property: "value", operator, values: ["10.0.0.1"] }),
        undefined,
      );
    }
    assert.equal(atomsOf({ object: "file", property: "size", operator: "=", values: [5] }), undefined);
  });
});
