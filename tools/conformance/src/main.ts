import { conformance } from "./conformance.ts";
import { conformanceOverHttp } from "./http/conformance-over-http.ts";

const [first, ...rest] = process.argv.slice(2);
const output = { out: console.log, err: console.error };
process.exitCode =
  first === "--http"
    ? await conformanceOverHttp(rest, process.env, output)
    : conformance(process.argv.slice(2), output);
