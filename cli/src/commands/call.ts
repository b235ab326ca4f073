import { solveChallenge } from "@cf-auth/client";
import type { CallOptions, Connection } from "../profile/connection.ts";

/** Calls a procedure. Solves the challenge that the service may send after failed attempts. */
export async function callSolving(
  connection: Connection,
  path: string,
  input: unknown,
  options?: CallOptions,
): Promise<unknown> {
  try {
    return await connection.call(path, input, options);
  } catch (error) {
    const challenge = await solveChallenge(error);
    if (challenge === undefined) throw error;
    return await connection.call(path, { ...Object(input), challenge }, options);
  }
}
