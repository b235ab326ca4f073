import type { Result } from "./result.ts";
import type { Assertion } from "./suite.ts";

/** A result of the engine or of the API, whose codes are different ones. */
type DescribedResult =
  | Exclude<Result, { kind: "error" }>
  | { readonly kind: "error"; readonly code: string; readonly message: string };

export function describeQuery(assertion: Assertion): string {
  const { context, tuples } = assertion;
  const contextual = tuples.map(({ user, relation, object }) => `${user} ${relation} ${object}`).join(", ");
  const suffix = tuples.length === 0 ? "" : `, with ${contextual}`;
  return `${names(assertion)}${suffix}${context === undefined ? "" : `, with context ${JSON.stringify(context)}`}`;
}

function names(assertion: Assertion): string {
  const { relation } = assertion;
  switch (assertion.kind) {
    case "check":
      return `check ${assertion.subject} ${relation} ${assertion.object}`;
    case "listObjects":
      return `list objects: of type ${assertion.type} to which ${assertion.subject} is ${relation}`;
    case "listUsers":
      return `list users: every ${assertion.filter} that is ${relation} of ${assertion.object}`;
  }
}

export function describeExpected({ expected }: Assertion): string {
  if (typeof expected === "boolean") return allowed(expected);
  return "errorCode" in expected ? `OpenFGA's error ${expected.errorCode}` : items(expected);
}

/** Distinct results, with the setups that gave them. */
export function describeResults(results: readonly { readonly setup: string; readonly result: Result }[]): string {
  const setups = Map.groupBy(results, ({ result }) => describeResult(result));
  return [...setups].map(([result, group]) => `${result} (${group.map(({ setup }) => setup).join(", ")})`).join("; ");
}

export function describeResult(result: DescribedResult): string {
  switch (result.kind) {
    case "allowed":
      return allowed(result.allowed);
    case "listed":
      return items(result.items);
    case "conditional":
      return `conditional: ${result.on.join(", ")}`;
    case "error":
      return `${result.code}: ${result.message}`;
    case "broken":
      return result.problem;
  }
}

function allowed(value: boolean): string {
  return value ? "allowed" : "denied";
}

function items(list: readonly string[]): string {
  return `[${[...list].sort().join(", ")}]`;
}
