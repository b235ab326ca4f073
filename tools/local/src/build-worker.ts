import { relative } from "node:path";
import { BUNDLE, bundle } from "./build.ts";
import { ROOT } from "./paths.ts";

/** `npm run build-worker`: bundles the Worker for a deployment, also where no source has changed. */
await bundle("wrangler.jsonc", BUNDLE);
console.log(`Bundled the Worker in ${relative(ROOT, BUNDLE)}.`);
