import ts from "typescript";
import { parse as parseYaml } from "yaml";
import { isRecord } from "../../src/value.ts";
import { descendants, initializerOf, literalNames } from "./literal-names.ts";

/** A file with its path from the repository's root. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** A variable that is read from the process, the stack's configuration, or the Worker's bindings. */
export interface Read {
  readonly kind: "environment" | "configuration" | "worker";
  /** With its namespace for the stack's configuration. */
  readonly name: string;
  readonly path: string;
  /** Whether the program fails without it. */
  readonly isRequired: boolean;
}

/** Variables found in a file. `problems` are reads whose name can't be determined. */
export interface Found {
  readonly reads: readonly Read[];
  readonly problems: readonly string[];
  /** Variables that the file sets for its child processes. */
  readonly sets: readonly string[];
}

/** Variables that may be stored with GitHub, with the reason. None is secret. */
export const GITHUB_VARIABLES: Readonly<Record<string, string>> = {
  PULUMI_ORGANIZATION: "is needed to log in, before any environment can be opened",
};

const VARIABLE = /^[A-Z][A-Z0-9_]+$/;
/** Strings that name a variable, even if passed to another function. */
const KNOWN = /^(?:CLOUDFLARE|AWS|PULUMI|CF_AUTH)_[A-Z0-9_]+$/;
const GETTER = /^(require|get)(?:Secret)?(?:Object|Boolean|Number)?$/;

/** String fields of `ConfigSource` and the types that it extends in `server/src/ports`. Bindings are not strings. */
export function workerReads(sources: readonly Source[], required: readonly string[]): Read[] {
  const nodes = sources.map(({ path, text }) => ({ path, nodes: descendants(parse({ path, text })) }));
  const interfaces = nodes.flatMap(({ path, nodes }) =>
    nodes.filter(ts.isInterfaceDeclaration).map((node) => ({ path, node })),
  );
  const named = (name: string) => interfaces.filter(({ node }) => node.name.text === name);
  const fieldsOf = (name: string): Read[] =>
    named(name).flatMap(({ path, node }) => {
      const texts = node.members
        .filter(ts.isPropertySignature)
        .filter(({ type }) => type?.kind === ts.SyntaxKind.StringKeyword);
      const bases = (node.heritageClauses ?? []).flatMap(({ types }) =>
        types.map(({ expression }) => expression.getText()),
      );
      const own = texts.map(({ name }) => name.getText());
      return [...own.map((field) => read("worker", field, path, required.includes(field))), ...bases.flatMap(fieldsOf)];
    });
  const fields = fieldsOf("ConfigSource");
  const unread = required.filter((name) => !fields.some((field) => field.name === name));
  return [...fields, ...unread.map((name) => read("worker", name, "wrangler.jsonc", true))];
}

/**
 * Reads of a program: `process.env.X`, `env.X`, `requiredVariables(["X"])` of a deployment step, and `config.get("x")`
 * of a `new pulumi.Config("namespace")`. Also finds variables that it sets in the `environment` of a command.
 */
export function programReads(source: Source): Found {
  const nodes = descendants(parse(source));
  const texts = nodes
    .filter(ts.isStringLiteral)
    .map(({ text }) => text)
    .filter((text) => KNOWN.test(text));
  const names = [...nodes.flatMap(environmentNames), ...nodes.flatMap(requiredNames), ...texts];
  const configured = nodes.filter(ts.isCallExpression).map((call) => configurationReads(call, source.path));
  return {
    reads: [
      ...names.map((name) => read("environment", name, source.path, false)),
      ...configured.flatMap(({ reads }) => reads),
    ],
    problems: configured.flatMap(({ problems }) => problems),
    sets: nodes.flatMap(commandNames),
  };
}

/**
 * Reads of a workflow: expressions, and variables of its scripts that neither it nor the runner sets. Every secret
 * stored with GitHub is a problem: workflows log in by identity, and get secrets from Pulumi ESC.
 */
export function workflowReads({ path, text }: Source): Found {
  const workflow: unknown = parseYaml(text);
  const strings = stringsOf(workflow);
  // `if` holds an expression with or without braces.
  const expressions = strings.flatMap(({ key, value }) =>
    key === "if" ? [value] : [...value.matchAll(/\$\{\{(.*?)\}\}/gs)].map(([, inner = ""]) => inner),
  );
  const namesIn = (context: string) =>
    expressions.flatMap((inner) =>
      [...inner.matchAll(new RegExp(`\\b${context}(?:\\.|\\[')([A-Za-z_]\\w*)`, "g"))].map(([, name = ""]) => name),
    );
  const own = new Set(mapsOf(workflow, "env").flatMap(Object.keys));
  const scripts = strings.filter(({ key }) => key === "run").map(({ value }) => value.replace(/\$\{\{.*?\}\}/gs, ""));
  const names = [...namesIn("env"), ...scripts.flatMap(scriptNames)].filter(
    (name) => !own.has(name) && !isOfRunner(name),
  );
  const reads = [...new Set(names)].map((name) => read("environment", name, path, false));
  // All at once: passed to a called workflow, or as a value.
  const isWhole =
    /\bsecrets:\s*inherit\b/.test(text) || expressions.some((inner) => /\bsecrets\b(?!\.|\[)/.test(inner));
  const secrets = [...(isWhole ? ["*"] : []), ...namesIn("secrets")];
  const variables = namesIn("vars").filter((name) => !(name in GITHUB_VARIABLES));
  return {
    reads,
    sets: [],
    problems: [
      ...secrets.map((name) => `${path}: secrets.${name} is stored with GitHub. Read it from Pulumi ESC.`),
      ...variables.map(
        (name) => `${path}: vars.${name} is stored with GitHub. Read it from Pulumi ESC, or write it here.`,
      ),
    ],
  };
}

function environmentNames(node: ts.Node): string[] {
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    const key = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
    const name = ts.isStringLiteral(key) || ts.isIdentifier(key) ? key.text : "";
    return isEnvironment(node.expression) && VARIABLE.test(name) ? [name] : [];
  }
  // const { X, Y: y } = process.env
  if (!ts.isVariableDeclaration(node) || node.initializer === undefined || !isEnvironment(node.initializer)) return [];
  const elements = ts.isObjectBindingPattern(node.name) ? node.name.elements : [];
  return elements
    .map(({ propertyName, name }) => (propertyName ?? name).getText())
    .filter((name) => VARIABLE.test(name));
}

function requiredNames(node: ts.Node): readonly string[] {
  if (
    !ts.isCallExpression(node) ||
    node.expression.getText() !== "requiredVariables" ||
    node.arguments[0] === undefined
  )
    return [];
  return literalNames(node.arguments[0]) ?? [];
}

/** `environment: { X: …, ...(y && { Z: … }) }` */
function commandNames(node: ts.Node): string[] {
  if (!ts.isPropertyAssignment(node) || node.name.getText() !== "environment") return [];
  const properties = descendants(node.initializer).filter(ts.isPropertyAssignment);
  return properties.map(({ name }) => name.getText()).filter((name) => VARIABLE.test(name));
}

function isEnvironment(node: ts.Node): boolean {
  return /(?:^|[.#])env$/.test(node.getText());
}

function configurationReads(call: ts.CallExpression, path: string): Found {
  const { expression: callee, arguments: args } = call;
  const nothing = { reads: [], problems: [], sets: [] };
  if (!ts.isPropertyAccessExpression(callee)) return nothing;
  const [, verb] = GETTER.exec(callee.name.text) ?? [];
  const namespace = verb === undefined ? undefined : namespaceOf(callee.expression);
  if (namespace === undefined) return nothing;
  const keys = args[0] === undefined ? undefined : literalNames(args[0]);
  if (namespace === "" || keys === undefined) {
    return {
      ...nothing,
      problems: [`${path}: ${call.getText()} does not show which variable it reads. Use a literal name.`],
    };
  }
  return {
    ...nothing,
    reads: keys.map((key) => read("configuration", `${namespace}:${key}`, path, verb === "require")),
  };
}

/**
 * The namespace of `new pulumi.Config("namespace")` or of a variable with it. Empty if it isn't a literal, undefined
 * for other expressions.
 */
function namespaceOf(node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) {
    const initializer = initializerOf(node);
    return initializer && !ts.isIdentifier(initializer) ? namespaceOf(initializer) : undefined;
  }
  if (!ts.isNewExpression(node) || !/(?:^|\.)Config$/.test(node.expression.getText())) return undefined;
  const [argument] = node.arguments ?? [];
  // Pulumi defaults to the project's name.
  if (argument === undefined) return "cf-auth";
  return literalNames(argument)?.[0] ?? "";
}

/** Upper-case variables that a script doesn't set itself. */
function scriptNames(script: string): string[] {
  const taken = [...script.matchAll(/(?<!\\)\$\{?([A-Z][A-Z0-9_]+)/g)].map(([, name = ""]) => name);
  const set = new Set(
    [...script.matchAll(/(?:^|[\s;(])(?:export\s+|local\s+|read\s+(?:-r\s+)?)?([A-Z][A-Z0-9_]+)(?==|\s*$)/gm)].map(
      ([, name]) => name,
    ),
  );
  return taken.filter((name) => !set.has(name));
}

function isOfRunner(name: string): boolean {
  return /^(?:GITHUB|RUNNER|ACTIONS)_/.test(name) || ["CI", "HOME", "PATH", "PWD", "SECONDS", "RANDOM"].includes(name);
}

function stringsOf(value: unknown, key = ""): { readonly key: string; readonly value: string }[] {
  if (typeof value === "string") return [{ key, value }];
  if (Array.isArray(value)) return value.flatMap((item) => stringsOf(item, key));
  return isRecord(value) ? Object.entries(value).flatMap(([name, item]) => stringsOf(item, name)) : [];
}

function mapsOf(value: unknown, expected: string): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap((item) => mapsOf(item, expected));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...(key === expected && isRecord(item) ? [item] : []),
    ...mapsOf(item, expected),
  ]);
}

function read(kind: Read["kind"], name: string, path: string, isRequired: boolean): Read {
  return { kind, name, path, isRequired };
}

function parse({ path, text }: Source): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2024, true);
}
