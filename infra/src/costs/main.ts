import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { filled } from "./page.ts";
import { measured } from "./usage.ts";

/** Writes the figures of docs/costs.md anew. */
const PAGE = fileURLToPath(new URL("../../../docs/costs.md", import.meta.url));

writeFileSync(PAGE, filled(readFileSync(PAGE, "utf8"), measured()));
console.error("docs/costs.md says what prices and usage say.");
