import assert from "node:assert/strict";
import { parsePattern } from "../../../../src/match/ioc/stix/parsePattern";
import { rowTest } from "../../../../src/match/ioc/stix/rowTest";
import { valuesOfRow } from "../../../../src/match/ioc/stix/rowView";

const ROW = {
  _source: "evil.com",
  host: "ws01",
  image: "C:\\Windows\\Temp\\evil.exe",
  parent_image: "C:\\Windows\\explorer.exe",
  command_line: "evil.exe -enc AAAA",
  destination_ip: "10.0.0.1",
  route: "10.0.0.0/8",
  destination_port: 443,
  data: { Hashes: "MD5=D41D8CD98F00B204E9800998ECF84270", list: ["bad.example.com"] },
};

const holds = (condition: string) => {
  const pattern = parsePattern(`[${condition}]`);
  assert.equal(pattern.kind, "row");
  return rowTest((pattern as Extract<typeof pattern, { kind: "row" }>).condition)(valuesOfRow(ROW));
};

describe("rowTest", () => {
  it("rowTest(condition) knows every comparison operator", () => {
    const expected: Readonly<Record<string, boolean>> = {
      "file:name = 'EVIL.exe'": true,
      "file:name = 'vil.exe'": false,
      "file:name != 'evil.exe'": false,
      "file:name NOT = 'other.exe'": true,
      "file:name LIKE 'ev%.exe'": true,
      "file:name LIKE 'vil%'": false,
      "file:name MATCHES '^evil\\\\.'": true,
      "process:command_line LIKE '%-enc %'": true,
      "process:command_line MATCHES '-enc\\\\s+A{4}$'": true,
      "file:hashes.MD5 = 'd41d8cd98f00b204e9800998ecf84270'": true,
      "ipv4-addr:value ISSUBSET '10.0.0.0/24'": true,
      "ipv4-addr:value ISSUBSET '10.0.1.0/24'": false,
      "ipv4-addr:value ISSUPERSET '10.5.0.0/16'": true,
      "ipv4-addr:value ISSUPERSET '11.0.0.0/16'": false,
      "network-traffic:dst_port = 443": true,
      "network-traffic:dst_port > 443": false,
      "network-traffic:dst_port <= 443": true,
      "network-traffic:dst_port IN (80, 443)": true,
      "network-traffic:src_port = 443": false,
      "EXISTS network-traffic:dst_port": true,
      "EXISTS file:size": false,
      "domain-name:value = 'example.com'": true,
      "domain-name:value = 'evil.com'": false, // _source says where a row is from, not what it holds
      "process:parent_ref.name = 'explorer.exe'": true,
      "process:name = 'explorer.exe'": false,
      "file:name = 'evil.exe' AND (network-traffic:dst_port = 1 OR ipv4-addr:value = '10.0.0.1')": true,
    };
    for (const [condition, wanted] of Object.entries(expected))
      assert.equal(holds(condition), wanted, condition);
  });
});
