import { defineModel } from "@cf-auth/client";

defineModel({
  types: {
    user: {},
    // error: Type '"usr"' is not assignable to type '"user" | "team" | "repo"'. Did you mean '"user"'?
    team: { member: ["usr"] },
    repo: {
      // error: Type '"team#membr"' is not assignable to type '"team#member"'
      admin: ["team#membr"],
      // error: Type '"admn"' is not assignable to type
      write: { or: [["user"], "admn"] },
      // error: Type '"writ"' is not assignable to type
      triage: "writ",
      // error: Type '"write from parnt"' is not assignable to type '"write from
      read: { or: ["triage", "write from parnt"] },
      // error: Type '"blocked"' is not assignable to type
      deploy: { and: ["read", "write"], butNot: "blocked" },
      // error: Type '"user with late"' is not assignable to type '"user with early"'
      visit: ["user with late"],
      // error: is not assignable to type 'IndirectDefinition
      maintain: { or: ["admin", ["user"]] },
      // error: 'nor' does not exist in type
      browse: { nor: ["admin"] },
      // error: Type 'number' is not assignable to type
      leave: 3,
    },
  },
  conditions: {
    early: { parameters: { now: "timestamp" }, expression: "now.getHours() < 8" },
  },
});

defineModel({
  types: { user: {}, door: { opener: ["user with early"] } },
  // error: Type '"tme"' is not assignable to type
  conditions: { early: { parameters: { now: "tme" }, expression: "now.getHours() < 8" } },
});
