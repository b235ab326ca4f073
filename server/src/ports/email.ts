import { utf8 } from "./encoding.ts";
import type { Pause } from "./time.ts";

/** An email as it is sent. */
export interface EmailMessage {
  /** The same for every attempt, so that duplicates can be recognized. */
  readonly id: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly replyTo: string | null;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface EmailSender {
  /** Sends the message. Throws an EmailError. */
  send(message: EmailMessage): Promise<void>;
}

/**
 * Kind of failure: `refused` is permanent, `later` may succeed on a retry, `unknown` means that the message may have been sent.
 */
export type EmailFailure = "refused" | "later" | "unknown";

/** A failure to send. `code` is the email service's error code without message content: it is stored and logged. */
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

/** Timeout of the email service in milliseconds. */
const TIMEOUT_MS = 30_000;

/** Rejects when work takes too long; it may have had its effect. Clears its timer. */
export async function withTimeout<T>(pause: Pause, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const timeout = new AbortController();
  const late = pause(TIMEOUT_MS, timeout.signal).then(() => {
    throw new EmailError("unknown", "timeout");
  });
  // Avoids an unhandled rejection after the work is done.
  late.catch(() => undefined);
  try {
    return await Promise.race([work(timeout.signal), late]);
  } finally {
    timeout.abort();
  }
}

/** Headers that mark the email as automatic (RFC 3834 §5), so that no autoresponder replies, and name its id. */
export function extraHeaders({ id }: EmailMessage): Record<string, string> {
  return { "Auto-Submitted": "auto-generated", "X-Email-Id": id };
}

/** Maximum bytes in an encoded word: it has 75 characters, of which 60 hold base64 in whole characters (RFC 2047 §2). */
const ENCODED_WORD_BYTES = 45;

/**
 * Formats a name and an email for a header (RFC 5322 §3.4): the name quoted, or in encoded words if it isn't ASCII. Neither may
 * contain control characters.
 */
export function formatMailbox({ name, address }: { readonly name: string; readonly address: string }): string {
  const shown = /^[\x20-\x7e]*$/.test(name) ? `"${name.replace(/["\\]/g, "\\$&")}"` : encodedWords(name);
  return `${shown} <${address}>`;
}

function encodedWords(text: string): string {
  const words = [""];
  for (const character of text) {
    const last = words.at(-1) ?? "";
    if (utf8(last + character).length > ENCODED_WORD_BYTES) words.push(character);
    else words[words.length - 1] = last + character;
  }
  return words.map((word) => `=?UTF-8?B?${utf8(word).toBase64()}?=`).join(" ");
}
