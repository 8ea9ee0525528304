import { ipv4Number, ipv6Groups, maskGroups } from "../normalise/ipAddress";

/** Addresses and networks to indicators: one look-up for each length of network that occurs. */
export class IpIndex {
  private readonly v4 = new Map<number, Map<number, number[]>>();
  private readonly v6 = new Map<number, Map<string, number[]>>();

  /** Adds an indicator under a canonical address or network. */
  add(value: string, id: number): void {
    const [address, length] = value.split("/") as [string, string | undefined];
    const number = ipv4Number(address);
    if (number >= 0) put(this.v4, length === undefined ? 32 : +length, number, id);
    else put(this.v6, length === undefined ? 128 : +length, ipv6Groups(address)!.join(":"), id);
  }

  get hasV4(): boolean {
    return this.v4.size > 0;
  }

  get hasV6(): boolean {
    return this.v6.size > 0;
  }

  /** Whether an IPv4 address, as its number, is or lies in any of the indicators. */
  hasNumber(number: number): boolean {
    if (number < 0) return false;
    for (const [length, networks] of this.v4) {
      if (networks.has(length === 32 ? number : number - (number % 2 ** (32 - length)))) return true;
    }
    return false;
  }

  /** The indicators that an address is or lies in. */
  find(address: string): number[] {
    const found: number[] = [];
    const number = ipv4Number(address);
    if (number >= 0) {
      for (const [length, networks] of this.v4) {
        const ids = networks.get(number - (number % 2 ** (32 - length)));
        if (ids !== undefined) found.push(...ids);
      }
      return found;
    }
    const groups = address.includes(":") ? ipv6Groups(address) : undefined;
    if (groups === undefined) return found;
    for (const [length, networks] of this.v6) {
      const ids = networks.get(maskGroups(groups, length).join(":"));
      if (ids !== undefined) found.push(...ids);
    }
    return found;
  }
}

function put<K>(index: Map<number, Map<K, number[]>>, length: number, key: K, id: number): void {
  const networks = index.get(length) ?? new Map<K, number[]>();
  index.set(length, networks);
  const ids = networks.get(key);
  if (ids === undefined) networks.set(key, [id]);
  else ids.push(id);
}
