/** A reference model of sessions and their refresh tokens. Times are seconds. */
export const GRACE = 10;
export const IDLE = 300;
export const ABSOLUTE = 1200;

export interface ModelSession {
  /** Number of the valid token: 0 was issued at sign-in, each successor is one more. */
  readonly newest: number;
  readonly rotatedAt: number;
  readonly idleEnd: number;
  readonly end: number;
  readonly ended: boolean;
}

/** Client 0 signed in; client 1 is another one. */
export type Operation =
  | { readonly kind: "refresh"; readonly session: number; readonly token: number; readonly client: 0 | 1 }
  | { readonly kind: "revoke"; readonly session: number };

/** Number of the returned token, or the error's code. */
export type RefreshOutcome = number | "session_ended" | "refresh_token_reused" | "revoked";

export function opened(now: number): ModelSession {
  return { newest: 0, rotatedAt: now, idleEnd: now + IDLE, end: now + ABSOLUTE, ended: false };
}

/** The session after an operation, and the operation's outcome. */
export function apply(session: ModelSession, operation: Operation, now: number): [ModelSession, RefreshOutcome] {
  if (operation.kind === "revoke") return [{ ...session, ended: true }, "revoked"];
  if (session.ended || now >= session.idleEnd || now >= session.end) return [session, "session_ended"];
  const { newest, rotatedAt } = session;
  if (operation.token === newest) {
    return [{ ...session, newest: newest + 1, rotatedAt: now, idleEnd: now + IDLE }, newest + 1];
  }
  const isReplay = operation.token === newest - 1 && now <= rotatedAt + GRACE && operation.client === 0;
  return isReplay ? [session, newest] : [{ ...session, ended: true }, "refresh_token_reused"];
}

/** Every possible state after these concurrent operations, in any order that gives these outcomes. */
export function explain(
  states: readonly (readonly ModelSession[])[],
  operations: readonly Operation[],
  outcomes: readonly RefreshOutcome[],
  now: number,
): ModelSession[][] {
  const found = states.flatMap((state) => matchingOrders([...state], operations, outcomes, now));
  return [...new Map(found.map((state) => [JSON.stringify(state), state])).values()];
}

function matchingOrders(
  state: ModelSession[],
  operations: readonly Operation[],
  outcomes: readonly RefreshOutcome[],
  now: number,
): ModelSession[][] {
  if (operations.length === 0) return [state];
  return operations.flatMap((operation, i) => {
    const session = state[operation.session];
    if (session === undefined) return [];
    const [next, outcome] = apply(session, operation, now);
    if (outcome !== outcomes[i]) return [];
    return matchingOrders(
      state.with(operation.session, next),
      operations.toSpliced(i, 1),
      outcomes.toSpliced(i, 1),
      now,
    );
  });
}
