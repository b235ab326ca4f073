/** What a request of a test plants with the header `x-fault`. */
export type Fault = "misconfigured" | "files";

/** The module around the Worker: settings that replace the local ones, and faults of single requests. */
export function faultyModules(settings: Readonly<Record<string, string>>) {
  return [{ name: "faulty.js", contents: `const SETTINGS = ${JSON.stringify(settings)};\n${MAIN}` }];
}

const MAIN = `
import * as service from "./worker.js";
export * from "./worker.js";

const stopped = new Proxy({}, { get: () => () => Promise.reject(new Error("The bucket doesn't answer.")) });
const FAULTS = { misconfigured: { JWT_SECRET: "" }, files: { FILES: stopped } };
const envs = new Map();

/** The same object for the same fault, since the Worker caches what it makes of it. */
function envWith(env, fault) {
  if (!envs.has(fault)) envs.set(fault, { ...env, ...SETTINGS, ...FAULTS[fault] });
  return envs.get(fault);
}

export class TenantState extends service.TenantState {
  constructor(state, env) {
    super(state, { ...env, ...SETTINGS });
  }
}

export default {
  fetch: (request, env, context) =>
    service.default.fetch(request, envWith(env, request.headers.get("x-fault")), context),
  scheduled: (event, env, context) => service.default.scheduled(event, envWith(env, null), context),
};
`;
