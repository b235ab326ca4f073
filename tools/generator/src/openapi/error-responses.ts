import type { Contract, ProcedureContract } from "../contract.ts";
import { codes } from "../reference/facts.ts";

type Json = Readonly<Record<string, unknown>>;

const FAILURE_HEADERS = {
  "retry-after": { $ref: "#/components/headers/RetryAfter" },
  "x-request-id": { $ref: "#/components/headers/RequestId" },
};

const OPENFGA_FAILURE = {
  description: "The call failed, with one of OpenFGA's codes.",
  headers: FAILURE_HEADERS,
  content: { "application/json": { schema: { $ref: "#/components/schemas/OpenFgaError" } } },
};

/** OpenID AuthZEN 1.0 §10.1.2: the body is an error message. */
const AUTHZEN_FAILURE = {
  description: "The call failed. The message begins with the error code.",
  headers: FAILURE_HEADERS,
  content: { "application/json": { schema: { type: "string" } } },
};

/** Responses to the errors of any call, by status. */
export function commonResponses(contract: Contract): Json {
  const entries = [...byStatus(contract.commonErrors, contract)].map(([status, found]) => [
    `Error${status}`,
    responseOf(`${codes(found)}.`, status),
  ]);
  const other = responseOf("The call failed. Nothing was changed unless `details` says so.", undefined);
  return {
    ...Object.fromEntries(entries),
    Failure: other,
    OpenFgaFailure: OPENFGA_FAILURE,
    AuthZenFailure: AUTHZEN_FAILURE,
  };
}

/** Responses to the errors of a procedure, by status: its own, and those of any call. */
export function errorResponses({ errors }: Pick<ProcedureContract, "errors">, contract: Contract): Json {
  const own = byStatus(errors, contract);
  const common = byStatus(contract.commonErrors, contract);
  const statuses = [...new Set([...own.keys(), ...common.keys()])].sort();
  const entries = statuses.map((status) => {
    const found = own.get(status);
    if (found === undefined) return [status, { $ref: `#/components/responses/Error${status}` }];
    const others = common.has(status) ? ", or an error of any call" : "";
    return [status, responseOf(`${codes(found)}${others}.`, status)];
  });
  return { ...Object.fromEntries(entries), default: { $ref: "#/components/responses/Failure" } };
}

function responseOf(description: string, status: number | undefined): Json {
  return {
    description,
    headers: {
      ...(status === undefined || status === 429 || status === 503 || status === 409
        ? { "retry-after": { $ref: "#/components/headers/RetryAfter" } }
        : {}),
      "x-request-id": { $ref: "#/components/headers/RequestId" },
    },
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
}

function byStatus(found: readonly string[], { errors }: Contract): Map<number, string[]> {
  return Map.groupBy(found, (code) => errors[code]?.status ?? 500);
}
