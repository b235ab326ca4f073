export type { TestClock } from "./testing/clock.ts";
export type { TestCall } from "./testing/service.ts";
export { createTestTenant, type TestTenant, type TestTenantOptions } from "./testing/tenant.ts";
export type { MintOptions } from "./testing/tokens.ts";
