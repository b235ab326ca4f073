import { conformance } from "./conformance.ts";

process.exitCode = conformance(process.argv.slice(2), { out: console.log, err: console.error });
