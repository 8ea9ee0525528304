import { isIPv6 } from "node:net";

const V4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/**
 * An IPv4 address as a number, or -1 for anything else; an octet with a leading zero is refused, since systems differ
 * on what it means.
 *
 * @example
 * ipv4Number("10.0.0.1") // 167772161
 * ipv4Number("10.0.0.256") // -1
 */
export function ipv4Number(text: string): number {
  const match = V4.exec(text);
  if (match === null) return -1;
  let number = 0;
  for (let i = 1; i <= 4; i++) {
    const octet = match[i]!;
    const value = Number(octet);
    if (value > 255 || (octet.length > 1 && octet[0] === "0")) return -1;
    number = number * 256 + value;
  }
  return number;
}

/**
 * An IPv6 address as its eight groups, or undefined for anything else. A zone (`%eth0`) is left out.
 *
 * @example
 * ipv6Groups("2001:db8::1") // [8193, 3512, 0, 0, 0, 0, 0, 1]
 */
export function ipv6Groups(text: string): number[] | undefined {
  const bare = text.replace(/%.*$/s, "");
  if (!isIPv6(bare)) return undefined;
  const tail = /(\d+\.\d+\.\d+\.\d+)$/.exec(bare)?.[1];
  const v4 = tail === undefined ? -1 : ipv4Number(tail);
  const hex =
    tail === undefined
      ? bare
      : `${bare.slice(0, -tail.length)}${Math.floor(v4 / 65536).toString(16)}:${(v4 % 65536).toString(16)}`;
  const [head, rest] = hex.split("::").map((side) => (side === "" ? [] : side.split(":")));
  const filled =
    rest === undefined ? head! : [...head!, ...Array(8 - head!.length - rest.length).fill("0"), ...rest];
  return filled.map((group) => Number.parseInt(group, 16));
}

/**
 * An IP address in the one form that is compared, or undefined; an IPv6 form of an IPv4 address is that address.
 *
 * @example
 * canonicalIp("2001:0DB8:0::1") // "2001:db8:0:0:0:0:0:1"
 * canonicalIp("::ffff:10.0.0.1") // "10.0.0.1"
 */
export function canonicalIp(text: string): string | undefined {
  if (ipv4Number(text) >= 0) return text;
  const groups = text.includes(":") ? ipv6Groups(text) : undefined;
  if (groups === undefined) return undefined;
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    return [groups[6]! >> 8, groups[6]! & 255, groups[7]! >> 8, groups[7]! & 255].join(".");
  }
  return groups.map((group) => group.toString(16)).join(":");
}

/**
 * A network as its first address and its length, in the form that is compared, or undefined.
 *
 * @example
 * canonicalCidr("10.1.2.3/8") // "10.0.0.0/8"
 */
export function canonicalCidr(text: string): string | undefined {
  const match = /^([0-9A-Fa-f:.]+)\/(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  const length = Number(match[2]);
  const v4 = ipv4Number(match[1]!);
  if (v4 >= 0) return length > 32 ? undefined : `${ipv4Text(v4 - (v4 % 2 ** (32 - length)))}/${length}`;
  const groups = ipv6Groups(match[1]!);
  if (groups === undefined || length > 128) return undefined;
  return `${maskGroups(groups, length)
    .map((group) => group.toString(16))
    .join(":")}/${length}`;
}

/**
 * The groups of an IPv6 address with all bits behind the first `length` set to zero.
 *
 * @example
 * maskGroups([65535, 65535, 0, 0, 0, 0, 0, 1], 24) // [65535, 65280, 0, 0, 0, 0, 0, 0]
 */
export function maskGroups(groups: readonly number[], length: number): number[] {
  return groups.map((group, i) => {
    const bits = Math.min(16, Math.max(0, length - 16 * i));
    return group & (0xffff << (16 - bits)) & 0xffff;
  });
}

function ipv4Text(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}
