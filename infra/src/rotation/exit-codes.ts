/** Exit codes of the program. `cf-auth ops` acts on the last two. */
export const EXIT = { ok: 0, failed: 1, usage: 2, waiting: 75, valueNeeded: 76 } as const;
