/**
 * Messages of errors by which D1, R2 and KV say that the platform, and not the request, is the reason. They have no codes in
 * Workers: Cloudflare, "D1: List of D1_ERRORs" and "R2: Error codes".
 */
const MESSAGES = [
  /Network connection lost/,
  /D1 DB is overloaded/,
  /D1 DB reset because its code was updated/,
  /Cannot resolve D1 DB due to transient issue/,
  /caused object to be reset/,
  // R2 ends its messages with the code: internal error, service unavailable, too many requests.
  /\((10001|10043|10058)\)$/,
  /^KV [A-Z]+ failed: (429|5\d\d)/,
];

/** Whether an error means that a component of the platform doesn't answer. Otherwise it is a bug. */
export function isOutage(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  // Of errors that the platform itself throws for a Durable Object: Cloudflare, "Durable Objects: Error handling".
  if ("retryable" in thrown && thrown.retryable === true) return true;
  if ("overloaded" in thrown && thrown.overloaded === true) return true;
  return MESSAGES.some((message) => message.test(thrown.message)) || isOutage(thrown.cause);
}
