import assert from "node:assert/strict";
import { readAllowLists } from "../../../src/match/ioc/allowLists";
import { evidence } from "../../support/evidence";

const list = (type: string, entries: readonly string[], attributes: readonly string[] = []) =>
  readAllowLists({
    text: JSON.stringify({ name: "L", type, list: entries, matching_attributes: attributes }),
  });

describe("readAllowLists", () => {
  it("reason compares by the list's type", async () => {
    const exact = await list("string", ["evil.com", ".azure.com"]);
    assert.equal(exact.reason("domain", "Evil.com"), "L: evil.com");
    assert.equal(exact.reason("domain", "a.evil.com"), undefined);
    assert.equal(exact.reason("domain", "x.azure.com"), "L: .azure.com");
    const hosts = await list("hostname", ["google.com"]);
    assert.equal(hosts.reason("domain", "www.google.com"), "L: google.com");
    assert.equal(hosts.reason("domain", "notgoogle.com"), undefined);
    assert.equal((await list("substring", ["goog"])).reason("domain", "www.google.com"), "L: goog");
    const networks = await list("cidr", ["10.0.0.0/8", "2001:db8::/32"]);
    assert.equal(networks.reason("ip", "10.1.1.1:80"), "L: 10.0.0.0/8");
    assert.equal(networks.reason("ip", "2001:db8::5"), "L: 2001:db8::/32");
    assert.equal(networks.reason("ip", "11.1.1.1"), undefined);
  });

  it("reason runs expressions in linear time, and refuses what RE2 refuses", async () => {
    const lists = await list("regex", ["/^EV.l/i", "(a+)+$", "a(?=b)"]);
    assert.equal(lists.reason("name", "evil"), "L: /^EV.l/i");
    assert.equal(lists.reason("name", `${"a".repeat(50_000)}!`), undefined);
    assert.match(lists.issues[0]!.reason, /linearRegex: pattern is no regular expression/);
  });

  it("reason counts a list only for the types that it is meant for, and no host list for a page", async () => {
    const lists = await list("hostname", ["dropbox.com"], ["domain", "hostname"]);
    assert.equal(lists.reason("domain", "dropbox.com"), "L: dropbox.com");
    assert.equal(lists.reason("email", "dropbox.com"), undefined);
    assert.equal(lists.reason("url", "http://dropbox.com/"), "L: dropbox.com");
    assert.equal(lists.reason("url", "http://dropbox.com/s/evil.exe"), undefined);
  });

  it("readAllowLists takes plain lists, and JSON of another kind as an issue or an error", async () => {
    const plain = await readAllowLists({
      text: "# ours\nexample.com # comment\n10.0.0.5\nSetup.exe\n",
      name: "own",
    });
    assert.deepEqual(plain.lists, [{ name: "own", entries: 3 }]);
    assert.equal(plain.reason("domain", "a.example.com"), "own: example.com");
    assert.equal(plain.reason("filename", "setup.exe"), "own: Setup.exe");
    await assert.rejects(readAllowLists({ text: "{}" }), /JSON must be a MISP warning list/);
    await assert.rejects(readAllowLists({ text: 5 } as never), /text must be text, got 5/);
    assert.equal((await readAllowLists("/absent/list.json")).issues[0]!.reason, "no such file or folder");
  });

  it("readAllowLists reads MISP's own warning lists", async function () {
    const lists = await readAllowLists(evidence(this, "07-iocs", "lists"));
    assert.equal(lists.lists.length, 5);
    assert.equal(lists.reason("ip", "192.168.7.7"), "List of RFC 1918 CIDR blocks: 192.168.0.0/16");
    assert.match(lists.reason("domain", "accounts.google.com")!, /Cisco Umbrella/);
    assert.match(lists.reason("domain", "x.azure.com")!, /microsoft/);
    assert.match(lists.reason("md5", "00014CB6EBC0E2FB3F83DEC061FC8AC1")!, /false positives/);
    assert.equal(lists.reason("domain", "avsvmcloud.com"), undefined);
  });
});
