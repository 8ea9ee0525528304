import { isIP } from "node:net";

/** A network: the leading bits that its addresses share. */
export interface Network {
  readonly bytes: Uint8Array;
  readonly bits: number;
}

/**
 * The bytes of an IPv4 or IPv6 address; undefined for anything else. IPv4 within IPv6 counts as IPv4.
 *
 * @example
 * addressBytes("::ffff:10.0.0.1")?.length // 4
 * addressBytes("10.0.0") // undefined
 */
export function addressBytes(text: string): Uint8Array | undefined {
  const kind = isIP(text);
  if (kind === 4) return Uint8Array.from(text.split("."), Number);
  return kind === 6 ? ipv6Bytes(text) : undefined;
}

function ipv6Bytes(text: string): Uint8Array {
  const [bare] = text.split("%") as [string];
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(bare);
  const hex = dotted === null ? bare : `${dotted[1]}${pair(dotted, 2)}:${pair(dotted, 4)}`;
  const [head, tail] = hex.split("::") as [string, string?];
  const groups = (part: string | undefined) =>
    part ? part.split(":").map((one) => Number.parseInt(one, 16)) : [];
  const front = groups(head);
  const back = groups(tail);
  const zeros = new Array<number>(8 - front.length - back.length).fill(0);
  const all = [...front, ...zeros, ...back];
  const bytes = Uint8Array.from(all.flatMap((group) => [group >> 8, group & 255]));
  const isMapped =
    bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  return isMapped ? bytes.subarray(12) : bytes;
}

function pair(found: RegExpExecArray, at: number): string {
  return ((Number(found[at]) << 8) | Number(found[at + 1])).toString(16);
}

/**
 * A network in CIDR notation, or a single address; undefined for anything else.
 *
 * @example
 * networkOf("10.0.0.0/8")?.bits // 8
 */
export function networkOf(text: string): Network | undefined {
  const [address, length, ...rest] = text.split("/") as [string, ...string[]];
  const bytes = addressBytes(address);
  if (bytes === undefined || rest.length > 0) return undefined;
  if (length === undefined) return { bytes, bits: bytes.length * 8 };
  const bits = /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  return bits <= bytes.length * 8 ? { bytes, bits } : undefined;
}

/** Whether an address lies in a network; false across IPv4 and IPv6, and for what is no address. */
export function isInNetwork(address: string, { bytes, bits }: Network): boolean {
  const own = addressBytes(address.trim());
  if (own === undefined || own.length !== bytes.length) return false;
  const whole = bits >> 3;
  for (let i = 0; i < whole; i++) if (own[i] !== bytes[i]) return false;
  const rest = bits & 7;
  return rest === 0 || (own[whole]! ^ bytes[whole]!) >> (8 - rest) === 0;
}
