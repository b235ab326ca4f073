import { ROOT } from "./packages.ts";
import { auditSignatures, reportOf } from "./signatures.ts";

/** `npm run audit:signatures`: exits with 1 only for an invalid signature or attestation. */
const { text, failed } = reportOf(await auditSignatures(ROOT));
console.log(text);
process.exitCode = Number(failed);
