/** `authz.graph.import` → `AuthzGraphImport`. */
export function pascalCase(path: string): string {
  return path
    .split(".")
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");
}

/** What stands at the top of every generated file. */
export const BANNER = "// Generated from the router by `npm run generate`. Do not edit.\n";
