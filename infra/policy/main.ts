import { PolicyPack } from "@pulumi/policy";
import { adoptedNames } from "./adopted-names.ts";
import { policiesOf } from "./crossguard.ts";
import { RULES } from "./rules.ts";

new PolicyPack("cf-auth", { policies: policiesOf(RULES, adoptedNames), enforcementLevel: "mandatory" });
