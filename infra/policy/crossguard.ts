import type { Policies, PolicyResourceOptions } from "@pulumi/policy";
import { field } from "../src/value.ts";
import { resourceTypeOf } from "./resource-types.ts";
import type { PolicyResource, Rule } from "./rule.ts";

/** The fields of a resource that CrossGuard passes to both types of policy. */
interface PolicyInput {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly opts: Pick<PolicyResourceOptions, "protect">;
}

/**
 * The rules as CrossGuard policies. CrossGuard passes `protect`, but not `retainOnDelete`, and passes values without
 * secret marks. Rules that require those are left out; the tests of each stack's graph apply them. CrossGuard doesn't
 * pass imports either, so `adoptedNames` returns the names of a stack's imported resources.
 */
export function policiesOf(rules: readonly Rule[], adoptedNames: (stack: string) => ReadonlySet<string>): Policies {
  const policyResource = ({ urn, type, name, props, opts }: PolicyInput): PolicyResource => ({
    urn,
    type,
    name,
    props,
    protect: opts.protect,
    get adopted() {
      const property = resourceTypeOf(type)?.name;
      return property !== undefined && adoptedNames(stackOf(urn)).has(String(field(props, property)));
    },
  });
  return rules
    .filter(({ requires }) => requires === undefined)
    .map(({ name, purpose: description, scope, check }) => {
      const policy = { name, description, enforcementLevel: "mandatory" } as const;
      if (scope === "resource") {
        return {
          ...policy,
          validateResource: (resource, report) => {
            for (const { message, urn } of check({
              stack: stackOf(resource.urn),
              resources: [policyResource(resource)],
            }))
              report(message, urn);
          },
        };
      }
      return {
        ...policy,
        validateStack: ({ resources }, report) => {
          const [first] = resources;
          if (first === undefined) return;
          for (const { message, urn } of check({ stack: stackOf(first.urn), resources: resources.map(policyResource) }))
            report(message, urn);
        },
      };
    });
}

/** `urn:pulumi:<stack>::<project>::<type>::<name>` */
function stackOf(urn: string): string {
  return /^urn:pulumi:([^:]+)::/.exec(urn)?.[1] ?? "";
}
