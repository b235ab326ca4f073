import { readFileSync } from "node:fs";

/**
 * Code of the service that the SDK's in-memory tenant reads inputs by, where no schema says enough. The SDK imports nothing of
 * the server, and a second version of its own would go its own way.
 */
const COPIED: Readonly<Record<string, string>> = {
  "domain-name.ts": "shared/domain-name.ts",
  "email.ts": "shared/email.ts",
  "field-names.ts": "shared/inputs/field-names.ts",
};

/** The copies by their names. They import one another, and nothing else. */
export function emitCopies(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(COPIED).map(([name, path]) => {
      const source = readFileSync(new URL(`../../server/src/${path}`, import.meta.url), "utf8");
      const banner = `// Copied from server/src/${path} by \`npm run generate\`. Do not edit.\n\n`;
      return [name, banner + source.replace(/(?<= from ")[^"]*\/(?=[^"/]+"$|[^"/]+";)/gm, "./")];
    }),
  );
}
