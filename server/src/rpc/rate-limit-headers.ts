import type { WindowState } from "../api-keys/key-use.ts";

/** A window, and what its limit is called where that is not just how long it is. */
export interface ShownWindow extends WindowState {
  readonly name?: string | undefined;
}

/**
 * Says in an answer which limits its plan and its key have and how it stands with them. The calls of a batch are decided on at once, in
 * no order, and the one that leaves least is told of.
 *
 * Source: draft-ietf-httpapi-ratelimit-headers-11; both are lists of structured fields (RFC 9651).
 */
export function showLimits(answer: Headers, windows: readonly ShownWindow[]): void {
  const shown = leftIn(answer);
  const policies = windows.map((window) => `${nameOf(window)};q=${window.calls};w=${window.perSeconds}`);
  const limits = windows.map((window) => {
    const name = nameOf(window);
    const remaining = Math.min(window.remaining, shown.get(name) ?? window.remaining);
    return `${name};r=${remaining};t=${window.resetAfterSeconds}`;
  });
  answer.set("ratelimit-policy", policies.join(", "));
  answer.set("ratelimit", limits.join(", "));
}

function nameOf({ name, perSeconds }: ShownWindow): string {
  return `"${name ?? `per-${perSeconds}s`}"`;
}

/** What the answer says already, by policy. */
function leftIn(answer: Headers): Map<string, number> {
  const items = (answer.get("ratelimit") ?? "").matchAll(/("[^"]+");r=(\d+)/g);
  return new Map([...items].map(([, name = "", remaining]) => [name, Number(remaining)]));
}
