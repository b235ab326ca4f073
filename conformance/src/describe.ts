import type { Answer } from "./result.ts";
import type { Assertion } from "./suite.ts";

export function describeQuestion(assertion: Assertion): string {
  const { context, tuples } = assertion;
  const brought = tuples.map(({ user, relation, object }) => `${user} ${relation} ${object}`).join(", ");
  const bringing = tuples.length === 0 ? "" : `, given ${brought}`;
  return `${names(assertion)}${bringing}${context === undefined ? "" : `, knowing ${JSON.stringify(context)}`}`;
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

/** Each answer once, with the ways in which it was given. */
export function describeAnswers(answers: readonly { readonly way: string; readonly answer: Answer }[]): string {
  const ways = Map.groupBy(answers, ({ answer }) => describeAnswer(answer));
  return [...ways].map(([answer, given]) => `${answer} (${given.map(({ way }) => way).join(", ")})`).join("; ");
}

function describeAnswer(answer: Answer): string {
  switch (answer.kind) {
    case "allowed":
      return allowed(answer.allowed);
    case "listed":
      return items(answer.items);
    case "conditional":
      return `conditional: ${answer.on.join(", ")}`;
    case "error":
      return `${answer.code}: ${answer.message}`;
    case "broken":
      return answer.problem;
  }
}

function allowed(value: boolean): string {
  return value ? "allowed" : "denied";
}

function items(list: readonly string[]): string {
  return `[${[...list].sort().join(", ")}]`;
}
