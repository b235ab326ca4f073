import { inject } from "vitest";

/** Number of clients that try the same at once, where one of them succeeds. */
export const PARALLEL = inject("long") ? 50 : 10;
