import { readDocument, requireShallow, requireWellFormed } from "../pipeline/document.ts";
import { AppError } from "../shared/errors/app-error.ts";

/** With its parameters, all of which are ignored: JSON is UTF-8 (RFC 8259 §8.1). */
const JSON_TYPE = /^application\/json[ \t]*(?:;|$)/i;

/**
 * The JSON of a body; undefined where there is none. Throws `unsupported_media_type`, `invalid_json`, `body_too_large`, and
 * `invalid_input` for text that is not well-formed and for documents that are nested too deep.
 */
export async function readJson(request: Request): Promise<unknown> {
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength === 0) return undefined;
  if (!JSON_TYPE.test(request.headers.get("content-type") ?? "")) throw new AppError("unsupported_media_type");
  return plainDocument(parse(readDocument(bytes)));
}

/** The document, checked for what no input may have. */
export function plainDocument(document: unknown): unknown {
  requireShallow(document);
  return requireWellFormed(document);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("invalid_json");
  }
}
