import type { WindowState } from "../api-keys/key-use.ts";

/**
 * Says in an answer which limits its key has and how it stands with them. The calls of a batch are decided on at once, in
 * no order, and the one that leaves least is told of.
 *
 * Source: draft-ietf-httpapi-ratelimit-headers-11; both are lists of structured fields (RFC 9651).
 */
export function showLimits(answer: Headers, windows: readonly WindowState[]): void {
  const shown = leftIn(answer);
  const policies = windows.map((window) => `${nameOf(window)};q=${window.calls};w=${window.perSeconds}`);
  const limits = windows.map((window) => {
    const name = nameOf(window);
    const remaining = Math.min(window.remaining, shown.get(name) ?? window.remaining);
    return `${name};r=${remaining};t=${window.resetSeconds}`;
  });
  answer.set("ratelimit-policy", policies.join(", "));
  answer.set("ratelimit", limits.join(", "));
}

function nameOf({ perSeconds }: WindowState): string {
  return `"per-${perSeconds}s"`;
}

/** What the answer says already, by policy. */
function leftIn(answer: Headers): Map<string, number> {
  const items = (answer.get("ratelimit") ?? "").matchAll(/("[^"]+");r=(\d+)/g);
  return new Map([...items].map(([, name = "", remaining]) => [name, Number(remaining)]));
}
