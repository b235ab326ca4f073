import type { Contract, ProcedureContract } from "./contract.ts";
import { type Family, familyTree } from "./family-tree.ts";
import { BANNER, requestName, responseName } from "./names.ts";
import { requiredOf } from "./schemas.ts";

/** The type of the router for clients of tRPC: each procedure with its request and response, and nothing of the server. */
export function emitTrpcRouter(contract: Contract): string {
  const types = contract.procedures.flatMap((procedure) => {
    const response = responseName(procedure);
    return procedure.input === null ? [response] : [requestName(procedure), response];
  });
  return [
    BANNER,
    'import type { TRPCBuiltRouter, TRPCMutationProcedure, TRPCQueryProcedure } from "@trpc/server";\n',
    'import type { ErrorCode } from "../calls/error.ts";\n',
    `import type {\n${[...new Set(types)]
      .sort()
      .map((name) => `  ${name},\n`)
      .join("")}} from "./types.ts";\n\n`,
    HEAD,
    `// A type: an interface has no index signature, which tRPC's record demands.\ntype Procedures = ${recordOf(familyTree(contract.procedures), "")};\n\n`,
    "/** The API as a tRPC router, for `createTRPCClient<CfAuthRouter>`. */\n",
    "export type CfAuthRouter = TRPCBuiltRouter<RootTypes, Procedures>;\n",
  ].join("");
}

const HEAD = `/** Fields of an error besides its message. */
export interface WireErrorData {
  readonly code: ErrorCode;
  readonly httpStatus: number | undefined;
  readonly action: string;
  readonly retryable: boolean;
  readonly requestId: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;
}

interface RootTypes {
  ctx: object;
  meta: object;
  errorShape: { message: string; code: number; data: WireErrorData };
  // Times are Date in requests and responses.
  transformer: true;
}

type Query<I, O> = TRPCQueryProcedure<{ input: I; output: O; meta: unknown }>;
type Mutation<I, O> = TRPCMutationProcedure<{ input: I; output: O; meta: unknown }>;

`;

function recordOf(family: Family, indent: string): string {
  const inner = `${indent}  `;
  const members = [...family.members].map(([name, member]) =>
    "members" in member
      ? `${inner}${name}: ${recordOf(member, inner)};\n`
      : `${inner}${name}: ${procedureOf(member)};\n`,
  );
  return `{\n${members.join("")}${indent}}`;
}

function procedureOf(procedure: ProcedureContract): string {
  const { type, input } = procedure;
  const isOptional = input !== null && requiredOf(input).size === 0;
  const request = input === null ? "void" : `${requestName(procedure)}${isOptional ? " | void" : ""}`;
  return `${type === "query" ? "Query" : "Mutation"}<${request}, ${responseName(procedure)}>`;
}
