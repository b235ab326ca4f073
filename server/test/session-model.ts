/** What is to be true of sessions and their refresh tokens, said as plainly as it can be. Times are seconds. */
export const GRACE = 10;
export const IDLE = 300;
export const ABSOLUTE = 1200;

export interface ModelSession {
  /** The number of the token that is good now: 0 was issued at sign-in, each successor is one more. */
  readonly newest: number;
  readonly rotatedAt: number;
  readonly idleEnd: number;
  readonly end: number;
  readonly ended: boolean;
}

/** Client 0 signs in; client 1 is somebody else. */
export type Operation =
  | { readonly kind: "refresh"; readonly session: number; readonly token: number; readonly client: 0 | 1 }
  | { readonly kind: "revoke"; readonly session: number };

/** The number of the token that came back, or what was said instead. */
export type Outcome = number | "session_ended" | "refresh_token_reused" | "revoked";

export function opened(now: number): ModelSession {
  return { newest: 0, rotatedAt: now, idleEnd: now + IDLE, end: now + ABSOLUTE, ended: false };
}

/** What one operation makes of its session, and what it answers. */
export function apply(session: ModelSession, operation: Operation, now: number): [ModelSession, Outcome] {
  if (operation.kind === "revoke") return [{ ...session, ended: true }, "revoked"];
  if (session.ended || now >= session.idleEnd || now >= session.end) return [session, "session_ended"];
  const { newest, rotatedAt } = session;
  if (operation.token === newest) {
    return [{ ...session, newest: newest + 1, rotatedAt: now, idleEnd: now + IDLE }, newest + 1];
  }
  const isReplay = operation.token === newest - 1 && now <= rotatedAt + GRACE && operation.client === 0;
  return isReplay ? [session, newest] : [{ ...session, ended: true }, "refresh_token_reused"];
}

/** Every state in which the sessions may be if these operations were done at once, in some order, with these outcomes. */
export function explain(
  states: readonly (readonly ModelSession[])[],
  operations: readonly Operation[],
  outcomes: readonly Outcome[],
  now: number,
): ModelSession[][] {
  const found = states.flatMap((state) => ordersThatFit([...state], operations, outcomes, now));
  return [...new Map(found.map((state) => [JSON.stringify(state), state])).values()];
}

function ordersThatFit(
  state: ModelSession[],
  operations: readonly Operation[],
  outcomes: readonly Outcome[],
  now: number,
): ModelSession[][] {
  if (operations.length === 0) return [state];
  return operations.flatMap((operation, i) => {
    const session = state[operation.session];
    if (session === undefined) return [];
    const [next, outcome] = apply(session, operation, now);
    if (outcome !== outcomes[i]) return [];
    return ordersThatFit(
      state.with(operation.session, next),
      operations.toSpliced(i, 1),
      outcomes.toSpliced(i, 1),
      now,
    );
  });
}
