/** Calls that share one limit. Calls of strangers and end users evict no calls of a tenant's servers. */
export type Partition = "servers" | "public";

/** A call that is about to be made. */
export interface NewCall {
  readonly id: string;
  /** The request that makes the call; a replay that gets no response is given this id. */
  readonly requestId: string;
  readonly partition: Partition;
  /** The encrypted fingerprint of the input. */
  readonly fingerprint: string;
}

/**
 * The end of a call. `answered`: the response, which may be an error, can be replayed. `too_large`: the response was not
 * stored. `unknown`: it is unknown what the call has changed.
 */
export type CallEnd =
  | { readonly kind: "answered"; readonly answer: string }
  | { readonly kind: "too_large" | "unknown"; readonly answer: null };

/** The record of a call that was made before. */
export interface PreviousCall {
  readonly requestId: string;
  readonly fingerprint: string;
  /** Null while the call runs; `unknown` once it has run longer than any call does. */
  readonly end: CallEnd | null;
}

/** `new`: this request, and no other, makes the call. `full`: no call can be recorded now. */
export type BeginResult = { readonly state: "new" | "full" } | ({ readonly state: "earlier" } & PreviousCall);

/** Records of idempotent calls. Each method is safe to repeat if its result was lost. */
export interface CallRecords {
  beginCall(call: NewCall): Promise<BeginResult>;
  /** Stores the end of the call, for its replays. */
  endCall(call: Pick<NewCall, "id" | "requestId">, end: CallEnd): Promise<void>;
  /** Deletes the record of a call that changed nothing, so that its repeat runs as the first call. */
  releaseCall(call: Pick<NewCall, "id" | "requestId">): Promise<void>;
}
