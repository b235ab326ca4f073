/** Who shares a bound: what strangers and end users call does not push out what a tenant's servers have called. */
export type Partition = "servers" | "public";

/** A call that is about to be made. */
export interface NewCall {
  readonly id: string;
  /** The request that makes it, which is told to whoever repeats the call in vain. */
  readonly requestId: string;
  readonly partition: Partition;
  /** Of its input, sealed. */
  readonly fingerprint: string;
}

/**
 * How a call ended. `answered` has an answer to repeat, a refusal too; `too_large` had one that is not kept; of `unknown`
 * nobody knows what it has changed.
 */
export type CallEnd =
  | { readonly kind: "answered"; readonly answer: string }
  | { readonly kind: "too_large" | "unknown"; readonly answer: null };

/** What is known of a call that was made before. */
export interface PreviousCall {
  readonly requestId: string;
  readonly fingerprint: string;
  /** Null while it is running. Of one that has run for longer than any does, nobody knows how it ends. */
  readonly end: CallEnd | null;
}

/** `new` is for the request that asks to make, and no other; `full` for none at the moment. */
export type BeginResult = { readonly state: "new" | "full" } | ({ readonly state: "earlier" } & PreviousCall);

/** The calls that clients may repeat. Each method may itself be called again where its answer was lost. */
export interface CallRecords {
  beginCall(call: NewCall): Promise<BeginResult>;
  /** Keeps how the call ended, for its repeats. */
  endCall(call: Pick<NewCall, "id" | "requestId">, end: CallEnd): Promise<void>;
  /** Forgets a call that has changed nothing: its repeat is made as if it were the first. */
  releaseCall(call: Pick<NewCall, "id" | "requestId">): Promise<void>;
}
