import type { ArtefactView } from "./artefactView";
import { SYSMON } from "./channels";
import { address, domainName, eventFields, wholeNumber } from "./eventFields";
import { pathPattern, userPattern } from "./patterns";

const connection = eventFields([
  "Image",
  "User",
  "ProcessId",
  "SourceIp",
  "SourcePort",
  "DestinationIp",
  "DestinationPort",
  "DestinationHostname",
  "Protocol",
  "Initiated",
]);

const query = eventFields(["Image", "User", "ProcessId", "QueryName", "QueryResults", "QueryStatus"]);

/** The first address among the answers, which stand one behind the other: `type:  5 name;::ffff:10.0.0.1;`. */
const FIRST_ADDRESS = `regexp_extract(${query.field("QueryResults")}, '(?:^|;)\\s*((?:::ffff:)?[0-9]+[.][0-9.]+|[0-9A-Fa-f]*:[0-9A-Fa-f:]+)(?:;|$)', 1)`;

/** Connections and name queries: one row for each Sysmon 3 and 22, and what tools list. */
export const network: ArtefactView = {
  name: "network",
  columns: {
    image: "varchar",
    source_ip: "varchar",
    destination_ip: "varchar",
    destination_port: "integer",
    destination_host: "varchar",
    protocol: "varchar",
    user: "varchar",
    pid: "bigint",
    source_port: "integer",
    initiated: "boolean",
    answers: "varchar",
  },
  sources: [
    {
      where: `channel = '${SYSMON}' and event_id = 3`,
      list: connection.list,
      columns: {
        image: connection.field("Image"),
        source_ip: address(connection.field("SourceIp")),
        destination_ip: address(connection.field("DestinationIp")),
        destination_port: connection.field("DestinationPort"),
        destination_host: domainName(connection.field("DestinationHostname")),
        protocol: `lower(${connection.field("Protocol")})`,
        user: connection.field("User"),
        pid: wholeNumber(connection.field("ProcessId")),
        source_port: connection.field("SourcePort"),
        initiated: connection.field("Initiated"),
      },
    },
    {
      where: `channel = '${SYSMON}' and event_id = 22`,
      list: query.list,
      columns: {
        image: query.field("Image"),
        destination_ip: address(FIRST_ADDRESS),
        destination_host: domainName(query.field("QueryName")),
        protocol: "'dns'",
        user: query.field("User"),
        pid: wholeNumber(query.field("ProcessId")),
        initiated: "true",
        answers: query.field("QueryResults"),
      },
    },
  ],
  patterns: { image_pattern: pathPattern("image"), user_pattern: userPattern('"user"') },
};
