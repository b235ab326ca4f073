import { type Caller, isServer } from "../callers/caller.ts";
import { AppError } from "../errors/app-error.ts";

const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;

/** Of any call or batch: a graph as CSV, written as JSON. */
export const MAX_BODY = 32 * MEBIBYTE;
/** Of strangers and users: a hundred sign-ins in a batch, and room to spare. */
export const MAX_BODY_OF_PEOPLE = 128 * KIBIBYTE;
/** Of a file that is put into R2; Cloudflare takes 100 MB to 500 MB, by the plan of the zone. */
export const MAX_FILE = 500 * MEBIBYTE;

/** Calls in one batch. */
export const MAX_BATCH_CALLS = 100;

/** So much is read at once where the sender has so much: one that sends single bytes costs no work for each. */
const PIECE = 64 * KIBIBYTE;

/** How large the body of a call or a batch may be, in bytes, by who makes it. */
export function maxBodyOf(caller: Caller): number {
  return isServer(caller) || caller.kind === "admin" ? MAX_BODY : MAX_BODY_OF_PEOPLE;
}

/**
 * A request whose body is read up to a limit, which may be lowered as long as nothing has been read. Where the length was
 * not said beforehand it is counted, and reading ends as soon as the limit is passed: with `body_too_large`.
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
          // Nobody waits for that, and the other end may never answer.
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

export function bodyTooLarge(maximumBytes: number): AppError {
  return new AppError("body_too_large", { maximumBytes }, `The request body has more than ${maximumBytes} bytes.`);
}

/** The whole body. Throws `body_too_large`. */
export async function readBody(request: Request, limit: number): Promise<ArrayBuffer> {
  return await new BoundedRequest(request, limit).request.arrayBuffer();
}

/** What the request says of its length (RFC 9110 §8.6); undefined where it says nothing that can be relied on. */
function lengthOf({ headers }: Request): number | undefined {
  const text = headers.get("content-length") ?? "";
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
