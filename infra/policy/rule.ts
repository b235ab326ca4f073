/** A resource as a program registers it or the engine reports it. */
export interface PolicyResource {
  readonly urn: string;
  /** `cloudflare:index/d1Database:D1Database` */
  readonly type: string;
  /** Logical name in the program, not the name in the cloud. */
  readonly name: string;
  /** Properties with secrets unwrapped. */
  readonly props: Readonly<Record<string, unknown>>;
  readonly protect: boolean;
  /** Undefined where the source doesn't report it, as with CrossGuard. */
  readonly retainOnDelete?: boolean | undefined;
  /** Paths of secret properties, such as `bindings[3].text`; undefined where the source doesn't report them. */
  readonly secrets?: readonly string[] | undefined;
  /** Whether an existing resource was imported under its own name. */
  readonly adopted: boolean;
}

/** The resources of a stack. */
export interface Graph {
  readonly stack: string;
  readonly resources: readonly PolicyResource[];
}

export interface Violation {
  readonly rule: string;
  readonly urn: string;
  /** The problem and the next step. */
  readonly message: string;
}

export interface Rule {
  /** Also the name of the CrossGuard policy. */
  readonly name: string;
  /** The reason for the rule, in one sentence. */
  readonly purpose: string;
  /** Checks one resource at a time, or all resources of a stack together. */
  readonly scope: "resource" | "stack";
  /** Data that CrossGuard doesn't pass; such a rule is applied by the tests only. */
  readonly requires?: "retainOnDelete" | "secrets";
  check(graph: Graph): Violation[];
}

type Judge = (resource: PolicyResource, stack: string) => readonly string[];

/** Creates a rule that checks each resource on its own. */
export function resourceRule(rule: Pick<Rule, "name" | "purpose" | "requires">, judge: Judge): Rule {
  return {
    ...rule,
    scope: "resource",
    check: ({ stack, resources }) =>
      resources.flatMap((resource) =>
        judge(resource, stack).map((message) => ({ rule: rule.name, urn: resource.urn, message })),
      ),
  };
}

/** Converts the resources that `registered` of the tests returns to a graph for the rules. */
export function graphOf(
  stack: string,
  registered: readonly (Omit<PolicyResource, "adopted"> & { readonly importId: string | undefined })[],
): Graph {
  return { stack, resources: registered.map((each) => ({ ...each, adopted: each.importId !== undefined })) };
}
