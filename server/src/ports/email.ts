import type { Pause } from "./pause.ts";

/** A letter as it goes out. */
export interface EmailMessage {
  /** Stays the same however often the letter is tried, so that copies can be told by it. */
  readonly id: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly replyTo: string | null;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface EmailSender {
  /** Hands the message over for delivery. Throws an EmailError. */
  send(message: EmailMessage): Promise<void>;
}

/**
 * What became of a message that could not be handed over: `refused`, and would be again; `later` it may be taken; or
 * `unknown`, since nobody has said whether it was taken.
 */
export type EmailFailure = "refused" | "later" | "unknown";

/** `code` is the service's own word for it, without anything of the message: it is stored and logged. */
export class EmailError extends Error {
  override readonly name = "EmailError";
  readonly failure: EmailFailure;
  readonly code: string;

  constructor(failure: EmailFailure, code: string, cause?: unknown) {
    super(code, { cause });
    this.failure = failure;
    this.code = code;
  }
}

/** How long a service may take to answer, in milliseconds. */
const PATIENCE_MS = 30_000;

/** Gives up on work that takes too long, which may have had its effect all the same. Leaves no timer behind. */
export async function inTime<T>(pause: Pause, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const patience = new AbortController();
  const late = pause(PATIENCE_MS, patience.signal).then(() => {
    throw new EmailError("unknown", "timeout");
  });
  // Nobody looks at it once the work is done.
  late.catch(() => undefined);
  try {
    return await Promise.race([work(patience.signal), late]);
  } finally {
    patience.abort();
  }
}

/** That no person wrote it (RFC 3834 §5), so that no machine answers it; and which letter it is. */
export function extraHeaders({ id }: EmailMessage): Record<string, string> {
  return { "Auto-Submitted": "auto-generated", "X-Email-Id": id };
}
