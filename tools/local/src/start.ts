import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "./paths.ts";
import type { ServeOptions } from "./serve.ts";

const DEFAULT_PORT = 8787;

/** Browsers take such names for this machine, and keep secure cookies there. */
const LOCAL_HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+localhost$/;

const HELP = `npm start -- [--port N] [--state DIR] [--host NAME] [--no-seed] [--reload]

Runs the Worker in workerd on loopback until Ctrl-C, with real local D1, KV, R2 and Durable Objects.

  --port N     the port to listen on; defaults to ${DEFAULT_PORT}, 0 for any free one
  --state DIR  where everything is kept between runs; defaults to .cf-auth
  --host NAME  a host for the demo tenant under localhost, such as acme.localhost: there browsers keep its cookies
  --no-seed    do not create the demo tenant in an empty state
  --reload     bundle and run the Worker again whenever its source changes; npm run dev does`;

/** Throws with what is wrong with the arguments. */
function readOptions(): ServeOptions | "help" {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: `${DEFAULT_PORT}` },
      state: { type: "string", default: join(ROOT, ".cf-auth") },
      host: { type: "string" },
      "no-seed": { type: "boolean", default: false },
      reload: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port ${values.port} is no port.`);
  const { host } = values;
  if (host !== undefined && values["no-seed"]) throw new Error("--host is for the demo tenant: leave out --no-seed.");
  if (host !== undefined && !LOCAL_HOST.test(host)) {
    throw new Error(`--host ${host} is no name under localhost. Choose one in lower case, such as acme.localhost.`);
  }
  return { port, state: resolve(values.state), seedWhenEmpty: !values["no-seed"], host, reload: values.reload };
}

try {
  const options = readOptions();
  if (options === "help") console.log(HELP);
  // Loading workerd's tools takes a second, so arguments are read before.
  else await (await import("./serve.ts")).serve(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
