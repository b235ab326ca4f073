import { isSecretName } from "../../src/secrets/secret-names.ts";
import { field, leaves } from "../../src/value.ts";
import type { Graph, PolicyResource, Rule, Violation } from "../rule.ts";

const name = "secrets-are-marked";
/** Shorter values occur in other strings by chance. */
const MIN_SECRET_LENGTH = 8;

interface Leaf {
  readonly path: string;
  readonly text: string;
  /** Whether the name of the property or of its binding is a secret's name. */
  readonly named: boolean;
  readonly marked: boolean;
}

/** String properties of a resource. Everything below a secret is secret. */
function textsOf({ props, secrets = [] }: PolicyResource): Leaf[] {
  return leaves(props).map(([path, text]) => ({
    path,
    text,
    named: isSecretName(/[^.\]]+$/.exec(path)?.[0] ?? "") || isSecretBinding(props, path),
    marked: secrets.some((secret) => path === secret || path.startsWith(`${secret}.`) || path.startsWith(`${secret}[`)),
  }));
}

function isSecretBinding(props: PolicyResource["props"], path: string): boolean {
  const index = /^bindings\[(\d+)\]\.text$/.exec(path)?.[1];
  const bindings = field(props, "bindings");
  return index !== undefined && Array.isArray(bindings) && field(bindings[Number(index)], "type") === "secret_text";
}

/** Skips resources without information about secret marks. */
function check({ resources }: Graph): Violation[] {
  const inspected = resources
    .filter(({ secrets }) => secrets !== undefined)
    .map((each) => [each, textsOf(each)] as const);
  const secretTexts = inspected.flatMap(([, texts]) =>
    texts
      .filter(({ named, marked, text }) => named && marked && text.length >= MIN_SECRET_LENGTH)
      .map(({ text }) => text),
  );
  return inspected.flatMap(([{ urn }, texts]) =>
    texts
      .filter(({ marked, text }) => !marked && text !== "")
      .filter(({ named, text }) => named || secretTexts.some((secret) => text.includes(secret)))
      .map(({ path, named }) => {
        const why = named ? "has a secret's name" : "contains a secret";
        return { rule: name, urn, message: `${path} ${why} but isn't marked as secret: wrap it in pulumi.secret(…).` };
      }),
  );
}

export const markedSecrets: Rule = {
  name,
  purpose: "Secrets are encrypted in Pulumi's state and hidden in its output.",
  scope: "stack",
  requires: "secrets",
  check,
};
