import { isSecretName } from "../../src/secrets/secret-names.ts";
import { field, leaves } from "../../src/value.ts";
import type { Graph, PolicyResource, Rule, Violation } from "../rule.ts";

const name = "secrets-are-marked";
/** Shorter ones stand in other texts by chance. */
const TELLING_LENGTH = 8;

interface Leaf {
  readonly path: string;
  readonly text: string;
  /** Whether its name, or that of its binding, says that it is a secret. */
  readonly named: boolean;
  readonly marked: boolean;
}

/** Texts of a resource. Whatever lies below a secret is secret with it. */
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

/** Needs to know what is marked: where that is not told, nothing is found. */
function check({ resources }: Graph): Violation[] {
  const told = resources.filter(({ secrets }) => secrets !== undefined).map((each) => [each, textsOf(each)] as const);
  const known = told.flatMap(([, texts]) =>
    texts.filter(({ named, marked, text }) => named && marked && text.length >= TELLING_LENGTH).map(({ text }) => text),
  );
  return told.flatMap(([{ urn }, texts]) =>
    texts
      .filter(({ marked, text }) => !marked && text !== "")
      .filter(({ named, text }) => named || known.some((secret) => text.includes(secret)))
      .map(({ path, named }) => {
        const why = named ? "is a secret by its name" : "has a secret in it";
        return { rule: name, urn, message: `${path} ${why} and is not marked as one: wrap it in pulumi.secret(…).` };
      }),
  );
}

export const markedSecrets: Rule = {
  name,
  purpose: "Secrets are encrypted in Pulumi's state and hidden in what it prints.",
  scope: "stack",
  needs: "secrets",
  check,
};
