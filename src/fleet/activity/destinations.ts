import { hashText, type Random } from "../../core/random";
import { characters } from "../identifiers";

/** A place in the internet: invented, and with an address of the ranges that are reserved for documentation and tests. */
export interface Destination {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

/** The destination behind a name. Names end in `.example` or `.test`, addresses are in 198.18.0.0/15 and the like. */
export function destination(name: string, port = 443): Destination {
  const hash = hashText(name);
  const documentation = hash % 23 === 0;
  const address = documentation
    ? `${hash % 2 === 0 ? "198.51.100" : "203.0.113"}.${1 + ((hash >> 8) % 120)}`
    : `198.${18 + (hash & 1)}.${(hash >> 4) & 255}.${1 + ((hash >> 12) % 250)}`;
  return { name, address, port };
}

const SITES = [
  ...[
    "www.morning-post.example",
    "www.weather-now.example",
    "mail.halden.example",
    "intranet.halden.example",
  ],
  ...[
    "search.findit.example",
    "www.railplanner.example",
    "docs.officecloud.example",
    "login.officecloud.example",
  ],
  ...[
    "teams.officecloud.example",
    "files.officecloud.example",
    "www.encyclo.example",
    "video.streamly.example",
  ],
  ...[
    "www.bank-of-halden.example",
    "shop.officegoods.example",
    "maps.wayfinder.example",
    "news.techletter.example",
  ],
  ...["www.recipes.example", "cdn.fontserve.example", "ads.bannerhub.example", "stats.clickmeter.example"],
];
const WORDS = [
  "alpha",
  "blue",
  "cedar",
  "delta",
  "ember",
  "field",
  "grove",
  "harbor",
  "iris",
  "juniper",
  "kite",
  "lumen",
];
const HEX = "0123456789abcdef";
const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** A site that a person visits: mostly one of the usual ones, else one of some thousands, else a delivery network's. */
export function anySite(random: Random): Destination {
  const chance = random.next();
  if (chance < 0.7) return destination(random.pick(SITES));
  if (chance < 0.9)
    return destination(`www.${random.pick(WORDS)}-${random.pick(WORDS)}${random.integer(40)}.example`);
  return contentHost(random);
}

/** A delivery network's host: its first label looks random, and nothing is wrong with it. */
export function contentHost(random: Random): Destination {
  return destination(`d${characters(random, 13, LETTERS)}.edgecache.example`);
}

/** A virus scanner asks its cloud about a file: its hash is in the name, so that no two names are alike. */
export function reputationName(random: Random): string {
  return `${characters(random, 32, HEX)}.rep.avcloud.example`;
}

/** Sysmon's form of an answer. */
export function answerOf({ address }: Destination): string {
  return `::ffff:${address};`;
}
