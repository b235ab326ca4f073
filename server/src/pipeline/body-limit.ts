import { type Caller, isOperator, isServer } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";

const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;

/** Bytes of any call or batch: a graph as CSV, written as JSON. */
export const MAX_BODY = 32 * MEBIBYTE;
/** Bytes of a call or batch of strangers and users: more than a hundred sign-ins. */
export const MAX_BODY_OF_PEOPLE = 128 * KIBIBYTE;
/** Bytes of a file for R2. Cloudflare takes 100 MB to 500 MB, by the plan of the zone. */
export const MAX_FILE = 500 * MEBIBYTE;

/** Calls in one batch. */
export const MAX_BATCH_CALLS = 100;

/** Bytes that are read at a time, so that a sender of single bytes costs no work for each. */
const PIECE = 64 * KIBIBYTE;

/** Maximum size of the body of a call or batch in bytes, by its caller. */
export function maxBodyOf(caller: Caller): number {
  return isServer(caller) || isOperator(caller) ? MAX_BODY : MAX_BODY_OF_PEOPLE;
}

/**
 * A request whose body is read up to a limit, which may be lowered until reading begins. A body without a declared length is
 * counted while it is read, and fails with `body_too_large` as soon as it passes the limit.
 */
export class BoundedRequest {
  readonly request: Request;
  private readonly length: number | undefined;
  private limit: number;

  /** Throws `body_too_large`. */
  constructor(request: Request, limit: number) {
    this.length = lengthOf(request);
    this.limit = limit;
    this.lowerTo(limit);
    // Nothing reads the body of a GET, and a new request could not have one.
    const isCounted = this.length === undefined && request.body !== null && !/^(?:GET|HEAD)$/.test(request.method);
    this.request = isCounted ? new Request(request, { body: this.counted(request.body) }) : request;
  }

  /** Throws `body_too_large`. */
  lowerTo(limit: number): void {
    this.limit = Math.min(limit, this.limit);
    if ((this.length ?? 0) > this.limit) throw this.tooLarge();
  }

  private counted(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const reader = body.getReader({ mode: "byob" });
    let bytes = 0;
    return new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const { value, done } = await reader.readAtLeast(PIECE, new Uint8Array(PIECE));
        bytes += value?.byteLength ?? 0;
        if (bytes > this.limit) {
          const error = this.tooLarge();
          // Not awaited: the other end may never answer.
          void reader.cancel(error).catch(() => undefined);
          throw error;
        }
        if (value !== undefined && value.byteLength > 0) controller.enqueue(value);
        if (done) controller.close();
      },
      cancel: async (reason) => await reader.cancel(reason),
    });
  }

  private tooLarge(): AppError {
    return bodyTooLarge(this.limit);
  }
}

export function bodyTooLarge(maxBytes: number): AppError {
  return new AppError("body_too_large", { maxBytes }, `The request body has more than ${maxBytes} bytes.`);
}

/** The whole body. Throws `body_too_large`. */
export async function readBody(request: Request, limit: number): Promise<ArrayBuffer> {
  return await new BoundedRequest(request, limit).request.arrayBuffer();
}

/** The declared length of a request (RFC 9110 §8.6); undefined without a valid one. */
function lengthOf({ headers }: Request): number | undefined {
  const text = headers.get("content-length") ?? "";
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
