import { listLines, monthLines, sum, total, type Usage } from "./bill.ts";
import { rateOf, requireOperation, SMALL, TYPICAL, usageOf } from "./months.ts";
import { OTHER_PRICES, PAID_PLAN, PRICES } from "./prices.ts";
import { dollars, figure, roughly } from "./table.ts";
import { BUSY, LONE, type Operation, usageAt } from "./usage.ts";

/** Sentences of the page with figures from prices and measurements. */

type Operations = ReadonlyMap<string, Operation>;

const MILLION = 1_000_000;
/** Minutes of `npm test` on two cores. */
const TEST_MINUTES = 8;
/** Number of secrets in the example of a deployment with staging and production. */
const SECRETS = 20;

export function monthTotal(usage: Usage): number {
  return PAID_PLAN + total(monthLines(usage));
}

export function summaryText(operations: Operations): string {
  const million = (name: string, rate: number, times = MILLION) =>
    dollars(total(listLines(sum([times, usageAt(requireOperation(operations, name), rate)]))));
  const month = (of: typeof SMALL) => dollars(monthTotal(usageOf(of, operations)));
  const { cpu = 0 } = requireOperation(operations, "login").inARow;
  return [
    `- A million checks of a busy tenant cost ${million("exact check", BUSY)} one by one, and ${million("100 exact checks", BUSY, MILLION / 100)} in batches of 100.`,
    "- Verifying a token offline costs nothing.",
    `- A million isolated checks, each a minute from any other call of the tenant, cost ${million("exact check", LONE)}.`,
    "  Most of that is usage counting, in written rows.",
    `- A million logins cost ${million("login", BUSY)} to ${million("login", LONE)}. Most of that is written rows; password hashing is ${dollars(cpu * PRICES.cpu.dollars)} of it.`,
    `- The [small month](#a-small-month) costs ${month(SMALL)}, the [typical month](#a-typical-month) ${month(TYPICAL)}.`,
  ].join("\n");
}

export function countingText(operations: Operations): string {
  const whole = monthTotal(usageOf(TYPICAL, operations));
  const without = monthTotal(usageOf(TYPICAL, operations, BUSY));
  const rate = figure(rateOf(TYPICAL));
  return [
    `Usage counting is ${dollars(whole - without)} of it. Each tenant of the typical month gets ${rate} calls per second, so few calls share a flush.`,
    `If all calls shared flushes and roll-ups, the month would cost ${dollars(without)}.`,
  ].join("\n");
}

export function emailText(): string {
  const { ses, sesEssentials } = OTHER_PRICES;
  const { emails } = PRICES;
  const cost = (price: { dollars: number; per: number; included: number }) =>
    dollars((Math.max(0, TYPICAL.emails - price.included) / price.per) * price.dollars);
  // Cloudflare's price minus its included emails equals SES's price at this number of emails.
  const even = (price: typeof ses | typeof sesEssentials) =>
    roughly((emails.included * emails.dollars) / (emails.dollars - price.dollars));
  return [
    `The typical month's ${figure(TYPICAL.emails)} emails cost ${cost(emails)} with Cloudflare, ${cost(ses)} with SES à la carte, and ${cost(sesEssentials)} with SES Essentials.`,
    `Cloudflare is cheaper than à la carte up to some ${even(ses)} emails a month, and cheaper than Essentials up to some ${even(sesEssentials)}.`,
  ].join("\n");
}

export function deployingText(): string {
  const { pulumi, resource, secret, secretCalls, minute } = OTHER_PRICES;
  const resources = Math.floor((pulumi.dollars - SECRETS * secret.dollars) / resource.dollars);
  return [
    `- **Pulumi Cloud** is free for one person, with basic ESC: ${figure(secretCalls.included)} ESC calls a month are free, and ${figure(secretCalls.per)} more cost ${dollars(secretCalls.dollars)}.`,
    `  A team needs Essentials: ${dollars(pulumi.dollars)} a month for credits of the same value. They cover, for example, ${SECRETS} secrets and ${resources} resources.`,
    "  Essentials manages up to 500 resources. The copy of the pricing page doesn't say whether the free edition limits resources or secrets.",
    `- **GitHub Actions** are free in a public repository. A private one includes ${figure(minute.included)} minutes a month, and 3,000 with the Team plan.`,
    `  A test run takes some ${TEST_MINUTES} minutes on two cores. The allowance covers ${Math.floor(minute.included / TEST_MINUTES)} runs; each further run costs ${dollars(TEST_MINUTES * minute.dollars)}.`,
  ].join("\n");
}
