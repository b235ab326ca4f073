import { TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import type { CallOptions } from "../calls/call-options.ts";
import { documentOf } from "../calls/document.ts";
import { CfAuthError } from "../calls/error.ts";
import { listProcedures } from "../calls/procedure-list.ts";
import { type ClientOptions, httpTransportOf, transportOver } from "../client.ts";
import type { CfAuthRouter, WireErrorData } from "../generated/trpc-router.ts";

/** Options of `cfAuthLink`: those of `createClient`. */
export type CfAuthLinkOptions = ClientOptions;

/** JSON-RPC's number for an error of the application (JSON-RPC 2.0 §5.1), which tRPC's error shape demands. */
const APPLICATION_ERROR = -32_000;

/**
 * Creates the last link of a tRPC client, with the SDK's retries, timeouts, idempotency keys and batching of checks. Options of a
 * call are in its `context`: `timeoutSeconds`, `idempotencyKey`, `clientIp`.
 *
 * A failed call throws `TRPCClientError`, whose `data` has our `code`, `action`, `requestId` and `details`, and whose `cause` is the
 * `CfAuthError`.
 *
 * @throws `CfAuthError`, with code `invalid_input` if `url` is not an http(s) URL.
 * @example
 * const trpc = createTRPCClient<CfAuthRouter>({ links: [cfAuthLink({ url, key: process.env.CF_AUTH_KEY })] });
 * const { allowed } = await trpc.authz.check.query({ subject: "user:anne", relation: "write", object: "repo:api" });
 */
export function cfAuthLink(options: CfAuthLinkOptions): TRPCLink<CfAuthRouter> {
  const transport = transportOver(httpTransportOf(options), options);
  const takesInput = new Map(listProcedures().map((procedure) => [procedure.path, procedure.takesInput]));
  return () =>
    ({ op: { type, path, input, context, signal } }) =>
      observable((observer) => {
        const unsubscribed = new AbortController();
        const signals = [unsubscribed.signal, ...(signal ? [signal] : [])];
        const call = async () => {
          if (type === "subscription") throw noSubscriptions(path);
          const document = documentOf(input ?? (takesInput.get(path) ? {} : undefined));
          return await transport.call(type, path, document, {
            ...optionsIn(context),
            signal: AbortSignal.any(signals),
          });
        };
        call().then(
          (data) => {
            observer.next({ result: { type: "data", data } });
            observer.complete();
          },
          (thrown: unknown) => observer.error(trpcError(thrown)),
        );
        return () => unsubscribed.abort();
      });
}

/** The options of a call in the context that the caller gave it. */
function optionsIn(context: Readonly<Record<string, unknown>>): CallOptions {
  const { timeoutSeconds, idempotencyKey, clientIp } = context as CallOptions;
  return { timeoutSeconds, idempotencyKey, clientIp };
}

function noSubscriptions(path: string): CfAuthError {
  return new CfAuthError({
    code: "invalid_input",
    message: `${path} is no subscription.`,
    action: "Call query or mutate, or follow events with createClient.",
    retryable: false,
  });
}

function trpcError(thrown: unknown): TRPCClientError<CfAuthRouter> {
  if (!(thrown instanceof CfAuthError)) return TRPCClientError.from(thrown instanceof Error ? thrown : Object(thrown));
  const { message, code, status, action, retryable, requestId, details } = thrown;
  const data: WireErrorData = { code, httpStatus: status, action, retryable, requestId, details };
  return new TRPCClientError(message, { result: { error: { code: APPLICATION_ERROR, message, data } }, cause: thrown });
}
