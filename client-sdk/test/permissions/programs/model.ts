import { defineModel } from "@cf-auth/client";

/** A model with everything that types can tell apart. */
export const model = defineModel({
  types: {
    user: {},
    robot: {},
    link: {},
    team: { lead: ["user"], member: { or: [["user", "team#member"], "lead"] } },
    org: { admin: ["user"], member: { or: [["user", "robot"], "admin"] } },
    folder: { viewer: ["user", "user:*", "team#member"] },
    repo: {
      owner: ["org"],
      folder: ["folder"],
      blocked: ["user"],
      admin: { or: [["user"], "admin from owner"] },
      write: { or: [["user", "team#member"], "admin"] },
      read: { or: ["write", "member from owner", "viewer from folder"], butNot: "blocked" },
      deploy: { and: ["write", "member from owner"] },
    },
    page: {
      viewer: ["user", "team#member", "link with not_expired"],
      reader: { or: ["viewer"], butNot: "locked" },
      locked: ["link with not_expired"],
    },
    door: {
      keeper: ["user"],
      opener: { or: [["user with in_network", "team#member", "team#member with in_network"], "keeper"] },
      watcher: ["user with in_network", "robot with at_night"],
      ringer: { or: [["robot"], "opener"] },
    },
  },
  conditions: {
    in_network: { parameters: { ip: "ipaddress", network: "string" }, expression: "ip.in_cidr(network)" },
    not_expired: { parameters: { now: "timestamp", until: "timestamp" }, expression: "now < until" },
    at_night: {
      parameters: { hour: "int", zones: "list<string>" },
      expression: 'hour > 20 && "Europe/Berlin" in zones',
    },
  },
});
