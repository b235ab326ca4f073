import { utf8 } from "./encoding.ts";
import type { Pause } from "./time.ts";

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

/** RFC 2047 §2: an encoded word has at most 75 characters, of which 63 are left for base64: 45 bytes, in whole characters. */
const ENCODED_WORD_BYTES = 45;

/**
 * A name and an address as a header has them (RFC 5322 §3.4): the name quoted, or in encoded words where it is not
 * ASCII. Neither may contain a control character.
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
