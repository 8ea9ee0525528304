import { isIPv6 } from "node:net";

/**
 * An IPv4 address, or a part of a text that is one, as a number; -1 for anything else; an octet with a leading zero is refused, since systems differ
 * on what it means.
 *
 * @example
 * ipv4Number("10.0.0.1") // 167772161
 * ipv4Number("10.0.0.256") // -1
 */
export function ipv4Number(text: string, start = 0, end = text.length): number {
  let number = 0;
  let dots = 0;
  let octet = -1;
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit >= 0 && digit <= 9) {
      if (octet === 0) return -1;
      octet = octet < 0 ? digit : 10 * octet + digit;
      if (octet > 255) return -1;
    } else if (digit === DOT && octet >= 0 && dots < 3) {
      number = 256 * number + octet;
      dots += 1;
      octet = -1;
    } else return -1;
  }
  return dots === 3 && octet >= 0 ? 256 * number + octet : -1;
}

const ZERO = 48;
/** A dot, counted from zero. */
const DOT = 46 - ZERO;

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
