import { schema } from "../ports/database.ts";

const { tenants, users, accounts, sessions, plans } = schema;

/** Rows of D1 that several families read. One family's store writes each of them. */
export type TenantRow = typeof tenants.$inferSelect;
export type UserRow = typeof users.$inferSelect;
export type AccountRow = typeof accounts.$inferSelect;
export type SessionRow = typeof sessions.$inferSelect;
export type PlanLimits = (typeof plans.$inferSelect)["limits"];

/** The columns that identify an account. */
export const SAME_ACCOUNT = [accounts.tenantId, accounts.issuer, accounts.subject];
