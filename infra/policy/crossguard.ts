import type { Policies, PolicyResourceOptions } from "@pulumi/policy";
import { field } from "../src/value.ts";
import { kindOf } from "./kinds.ts";
import type { PolicyResource, Rule } from "./rule.ts";

/** What CrossGuard tells of a resource, to either kind of policy. */
interface Told {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly opts: Pick<PolicyResourceOptions, "protect">;
}

/**
 * The rules as policies of CrossGuard. It is told of `protect`, but not of `retainOnDelete`, and values come without
 * their marks as secrets: rules that need those are left out, and applied by the tests of each stack's graph. Nor is it
 * told what is imported, so `adoptedNames` answers, for a stack, the names of what is.
 */
export function policiesOf(rules: readonly Rule[], adoptedNames: (stack: string) => ReadonlySet<string>): Policies {
  const toldOf = ({ urn, type, name, props, opts }: Told): PolicyResource => ({
    urn,
    type,
    name,
    props,
    protect: opts.protect,
    get adopted() {
      const property = kindOf(type)?.name;
      return property !== undefined && adoptedNames(stackOf(urn)).has(String(field(props, property)));
    },
  });
  return rules
    .filter(({ needs }) => needs === undefined)
    .map(({ name, purpose: description, scope, check }) => {
      const policy = { name, description, enforcementLevel: "mandatory" } as const;
      if (scope === "resource") {
        return {
          ...policy,
          validateResource: (resource, report) => {
            for (const { message, urn } of check({ stack: stackOf(resource.urn), resources: [toldOf(resource)] }))
              report(message, urn);
          },
        };
      }
      return {
        ...policy,
        validateStack: ({ resources }, report) => {
          const [first] = resources;
          if (first === undefined) return;
          for (const { message, urn } of check({ stack: stackOf(first.urn), resources: resources.map(toldOf) }))
            report(message, urn);
        },
      };
    });
}

/** `urn:pulumi:<stack>::<project>::<type>::<name>` */
function stackOf(urn: string): string {
  return /^urn:pulumi:([^:]+)::/.exec(urn)?.[1] ?? "";
}
