/** A resource as a program asks for it, or as the engine knows it. */
export interface PolicyResource {
  readonly urn: string;
  /** `cloudflare:index/d1Database:D1Database` */
  readonly type: string;
  /** Within the program, not in the cloud. */
  readonly name: string;
  /** Without what is wrapped around secrets. */
  readonly props: Readonly<Record<string, unknown>>;
  readonly protect: boolean;
  /** Undefined where that is not told, as to CrossGuard. */
  readonly retainOnDelete?: boolean | undefined;
  /** Paths of props that are secret, `bindings[3].text`; undefined where that is not told. */
  readonly secrets?: readonly string[] | undefined;
  /** Whether it was there before, under a name of its own. */
  readonly adopted: boolean;
}

/** What a stack is made of. */
export interface Graph {
  readonly stack: string;
  readonly resources: readonly PolicyResource[];
}

export interface Violation {
  readonly rule: string;
  readonly urn: string;
  /** What is wrong, and the next step. */
  readonly message: string;
}

export interface Rule {
  /** Also its name in CrossGuard. */
  readonly name: string;
  /** What it is for, in a sentence. */
  readonly purpose: string;
  /** Whether it judges each resource by itself, or all of a stack together. */
  readonly scope: "resource" | "stack";
  /** What it needs that CrossGuard is not told, so that tests alone apply it. */
  readonly needs?: "retainOnDelete" | "secrets";
  check(graph: Graph): Violation[];
}

type Judge = (resource: PolicyResource, stack: string) => readonly string[];

/** A rule that finds the faults of one resource, whatever stands beside it. */
export function resourceRule(rule: Pick<Rule, "name" | "purpose" | "needs">, judge: Judge): Rule {
  return {
    ...rule,
    scope: "resource",
    check: ({ stack, resources }) =>
      resources.flatMap((resource) =>
        judge(resource, stack).map((message) => ({ rule: rule.name, urn: resource.urn, message })),
      ),
  };
}

/** What was registered, as `registered` of the tests answers it, brought to what rules look at. */
export function graphOf(
  stack: string,
  registered: readonly (Omit<PolicyResource, "adopted"> & { readonly importId: string | undefined })[],
): Graph {
  return { stack, resources: registered.map((each) => ({ ...each, adopted: each.importId !== undefined })) };
}
