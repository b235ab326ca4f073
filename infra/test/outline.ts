import type { Registered } from "./registered.ts";

/**
 * Formats a graph for review: each resource with its inputs, parent and dependencies. Secrets are hidden, and values
 * that change with every build are only marked as present.
 */
export function outline(graph: readonly Registered[]): string {
  return `${graph.map(describe).join("\n\n")}\n`;
}

function describe({ type, name, parent, props, dependencies, secrets, ...options }: Registered): string {
  const { protect, retainOnDelete, importId, ignoreChanges } = options;
  const flags = [
    protect && "protected",
    retainOnDelete && "retained on delete",
    importId !== undefined && `adopted as ${importId}`,
    ignoreChanges.length > 0 && `ignores changes of ${ignoreChanges.join(", ")}`,
  ].filter((flag) => typeof flag === "string");
  return [
    `${type} "${name}"`,
    ...flags.map((flag) => `  ${flag}`),
    ...(parent === undefined ? [] : [`  in ${shortened(parent)}`]),
    ...dependencies.map((urn) => `  after ${shortened(urn)}`),
    ...linesOf(props, "", secrets).map((line) => `    ${line}`),
  ].join("\n");
}

function shortened(urn: string): string {
  const [, , chain = "", name] = urn.split("::");
  return `${chain.slice(chain.lastIndexOf("$") + 1)} "${name}"`;
}

function linesOf(value: unknown, path: string, secrets: readonly string[]): string[] {
  if (secrets.includes(path)) return [`${path} = <secret>`];
  // The text of an environment is reviewed in its own file.
  if (typeof value === "string" && value.includes("\n")) return [`${path} = <text>`];
  if (typeof value !== "object" || value === null) return [`${path} = ${stable(JSON.stringify(value))}`];
  const entries = Object.entries(value).sort(([a], [b]) => (Array.isArray(value) ? 0 : a < b ? -1 : 1));
  if (entries.length === 0) return path === "" ? [] : [`${path} = ${Array.isArray(value) ? "[]" : "{}"}`];
  return entries.flatMap(([key, each]) => {
    const below = Array.isArray(value) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    return linesOf(each, below, secrets);
  });
}

/** Replaces hashes and the repository's path, which vary. */
function stable(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{64}/g, "<hash>")
    .replaceAll(/[0-9a-f]{40}-/g, "<hash>-")
    .replaceAll(/"[^"]*\/server\/dist\/worker\//g, '"server/dist/worker/');
}
