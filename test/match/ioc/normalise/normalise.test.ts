import assert from "node:assert/strict";
import { random } from "../../../../src/core/random";
import { classify } from "../../../../src/match/ioc/normalise/classify";
import { canonicalPath } from "../../../../src/match/ioc/normalise/filePath";
import { canonicalCidr, canonicalIp } from "../../../../src/match/ioc/normalise/ipAddress";
import { normalise } from "../../../../src/match/ioc/normalise/normalise";
import { refang } from "../../../../src/match/ioc/normalise/refang";
import { canonicalKey } from "../../../../src/match/ioc/normalise/registryKey";
import { urlKey, urlParts } from "../../../../src/match/ioc/normalise/url";

describe("refang", () => {
  it("refang(text) undoes every way of defanging, and leaves paths and expressions alone", () => {
    const expected: Readonly<Record<string, string>> = {
      "evil[.]example": "evil.example",
      "evil(.)example{.}com": "evil.example.com",
      "evil[dot]example (dot) com": "evil.example . com",
      "HXXPS://evil[.]example": "https://evil.example",
      "hxxp[:]//evil.example": "http://evil.example",
      "http[://]evil.example": "http://evil.example",
      "hxxp:\\\\evil": "http:\\\\evil",
      "fxp://evil.example": "ftp://evil.example",
      "user(at)evil[.]com": "user@evil.com",
      "evil\\.example\\.com": "evil.example.com",
      "evil\u3002example": "evil.example",
      "ev\u200bil.example\u00a0": "evil.example",
      "C:\\Users\\.ssh\\[x].exe": "C:\\Users\\.ssh\\[x].exe",
      "\\\\.\\pipe\\evil": "\\\\.\\pipe\\evil",
      "(?i)\\\\a\\.exe": "(?i)\\\\a\\.exe",
    };
    for (const [given, wanted] of Object.entries(expected)) assert.equal(refang(given), wanted, given);
  });
});

describe("classify", () => {
  it("classify(value) tells types by form alone", () => {
    const expected: Readonly<Record<string, string>> = {
      "evil.co.uk": "domain",
      "evil.example/a/b": "url",
      "evil.local": "domain",
      "evil.nosuchroot/a": "name",
      "evil.com/a/b": "url",
      "evil.com:8080": "domain",
      "ftp://10.0.0.1/x": "url",
      "a.b@evil.com": "email",
      "10.0.0.0/8": "cidr",
      "::1": "ip",
      "[2001:db8::1]:443": "ip",
      "1.2.3": "name",
      "HKLM\\Software\\x": "registry",
      "hkey_current_user\\x": "registry",
      "C:/x/y": "path",
      "%TEMP%\\x": "path",
      "\\Windows\\x": "path",
      "/etc/passwd": "path",
      "Global\\m": "mutex",
      "update.zip": "filename",
      "x.dll": "filename",
      "Evil Name": "name",
      abcdef: "name",
    };
    for (const [value, type] of Object.entries(expected)) assert.equal(classify(value), type, value);
    assert.equal(classify("f".repeat(64)), "sha256");
    assert.equal(classify("f".repeat(63)), "name");
  });
});

describe("normalise", () => {
  it("normalise(type, value) brings different spellings of one thing into one form", () => {
    const same: readonly (readonly [Parameters<typeof normalise>[0], readonly string[]])[] = [
      ["domain", ["Evil.Example.com", "evil.example.com.", "*.evil.example.com", ".evil.example.com"]],
      ["ip", ["10.0.0.1", "10.0.0.1:3389", "::ffff:10.0.0.1", "[::ffff:a00:1]:80"]],
      ["cidr", ["10.1.2.3/8", "10.0.0.0/8"]],
      ["url", ["http://Evil.com:80/A/", "evil.com/a", "HTTPS://user:x@evil.com/%61#top"]],
      [
        "path",
        [
          "C:\\Windows\\x.exe",
          "c:/windows//x.exe",
          "%WINDIR%\\x.exe",
          "\\\\?\\C:\\Windows\\X.exe",
          "\\SystemRoot\\x.exe",
        ],
      ],
      [
        "registry",
        [
          "HKLM\\System\\ControlSet001\\x",
          "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\X\\",
          "\\REGISTRY\\MACHINE\\System\\ControlSet002\\x",
        ],
      ],
      [
        "registry",
        ["HKCU\\Software\\x", "HKEY_USERS\\S-1-5-21-1-2-3-1001\\Software\\x", "HKU\\.DEFAULT\\Software\\x"],
      ],
      [
        "mutex",
        ["Global\\Abc", "\\BaseNamedObjects\\abc", "\\Sessions\\1\\BaseNamedObjects\\Local\\ABC", "abc"],
      ],
      ["sha1", ["0xDA39A3EE5E6B4B0D3255BFEF95601890AFD80700", "da39a3ee5e6b4b0d3255bfef95601890afd80700"]],
    ];
    for (const [type, spellings] of same) {
      const forms = new Set(spellings.map((value) => JSON.stringify(normalise(type, value))));
      assert.equal(forms.size, 1, [...forms].join(" "));
      assert.ok([...forms][0]!.startsWith('{"value"'), [...forms][0]);
    }
  });

  it("normalise(type, value) refuses what would match everywhere, and says why", () => {
    const refused: readonly (readonly [Parameters<typeof normalise>[0], string, RegExp])[] = [
      ["domain", "co.uk", /public suffix/],
      ["domain", "github.io", /public suffix/],
      ["url", "http://co.uk/", /public suffix/],
      ["domain", "not a domain", /no domain name/],
      ["ip", "127.0.0.1", /every machine/],
      ["ip", "10.0.0.01", /no IP address/],
      ["cidr", "0.0.0.0/0", /whole Internet/],
      ["md5", "D41D8CD98F00B204E9800998ECF8427E", /empty file/],
      ["sha256", "abc", /no SHA256: 3 characters/],
      ["name", "ab", /fewer than 3 characters/],
      ["name", "", /empty/],
      ["text", "x".repeat(9_000), /longer than/],
    ];
    for (const [type, value, reason] of refused) {
      const result = normalise(type, value);
      assert.match("unused" in result ? result.unused : JSON.stringify(result), reason, value);
    }
  });

  it("canonical forms are stable: normalising twice changes nothing, on 3,000 seeded values", () => {
    const numbers = random(11);
    const parts = [
      "C:",
      "\\",
      "/",
      "%temp%",
      "users",
      "HKLM",
      "ControlSet001",
      "S-1-5-21-1",
      ".",
      "evil",
      "10",
      ":",
      "?",
      "%41",
      "\u00e9",
      " ",
      "*",
    ];
    for (let i = 0; i < 3000; i++) {
      const text = Array.from(
        { length: 1 + numbers.integer(8) },
        () => parts[numbers.integer(parts.length)]!,
      ).join("");
      const path = canonicalPath(text);
      assert.equal(canonicalPath(path), canonicalPath(canonicalPath(path)));
      assert.equal(canonicalKey(canonicalKey(text)), canonicalKey(canonicalKey(canonicalKey(text))));
      const parsed = urlParts(text);
      if (parsed !== undefined) assert.equal(typeof urlKey(parsed), "string");
      for (const form of [canonicalIp(text), canonicalCidr(text)]) {
        if (form !== undefined)
          assert.equal(form.includes("/") ? canonicalCidr(form) : canonicalIp(form), form);
      }
      refang(text);
      classify(text);
    }
  });
});
