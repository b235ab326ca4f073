/** What a procedure returns: every one returns an object. */
export type Result = Readonly<Record<string, unknown>>;
