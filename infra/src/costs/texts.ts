import { listLines, monthLines, sum, total, type Usage } from "./bill.ts";
import { known, rateOf, SMALL, TYPICAL, usageOf } from "./months.ts";
import { OTHER_PRICES, PAID_PLAN, PRICES } from "./prices.ts";
import { dollars, figure, roughly } from "./table.ts";
import { BUSY, LONE, type Operation, usageAt } from "./usage.ts";

/** What the page says in words, where figures are in it that follow from prices and usage. */

type Operations = ReadonlyMap<string, Operation>;

const MILLION = 1_000_000;
/** Minutes that all tests take on two cores. */
const TEST_MINUTES = 15;
/** How many secrets a deployment with staging and production may come to. */
const SECRETS = 20;

export function monthTotal(usage: Usage): number {
  return PAID_PLAN + total(monthLines(usage));
}

export function summaryText(operations: Operations): string {
  const million = (name: string, rate: number, times = MILLION) =>
    dollars(total(listLines(sum([times, usageAt(known(operations, name), rate)]))));
  const month = (of: typeof SMALL) => dollars(monthTotal(usageOf(of, operations)));
  const { cpu = 0 } = known(operations, "login").row;
  return [
    `- A million checks of a busy tenant cost ${million("exact check", BUSY)} one by one,`,
    `  ${million("100 exact checks", BUSY, MILLION / 100)} in batches of 100. Verifying a token offline costs nothing.`,
    `- A million checks that each come alone, a minute from any other call of their tenant, cost ${million("exact check", LONE)}: most of`,
    "  that is for counting what the tenant uses, in rows that are written.",
    `- A million logins cost ${million("login", BUSY)} to ${million("login", LONE)}. That is rows again, not the passwords: CPU time is ${dollars(cpu * PRICES.cpu.dollars)} of it.`,
    `- The [small month](#a-small-month) below costs ${month(SMALL)}, the [typical one](#a-typical-month) ${month(TYPICAL)}.`,
  ].join("\n");
}

export function countingText(operations: Operations): string {
  const whole = monthTotal(usageOf(TYPICAL, operations));
  const without = monthTotal(usageOf(TYPICAL, operations, BUSY));
  const rate = figure(rateOf(TYPICAL));
  return [
    `Counting is ${dollars(whole - without)} of it. Each tenant of the typical month is called ${rate} times a second, so that few calls share a`,
    `hand-over: if all calls shared what follows from them, the month would cost ${dollars(without)}.`,
  ].join("\n");
}

export function lettersText(): string {
  const { ses, sesEssentials } = OTHER_PRICES;
  const { letters } = PRICES;
  const cost = (price: { dollars: number; per: number; included: number }) =>
    dollars((Math.max(0, TYPICAL.letters - price.included) / price.per) * price.dollars);
  // Where what Cloudflare asks beyond what is included is what SES asks for all.
  const even = (price: typeof ses | typeof sesEssentials) =>
    roughly((letters.included * letters.dollars) / (letters.dollars - price.dollars));
  return [
    `The typical month's ${figure(TYPICAL.letters)} letters are ${cost(letters)} by Cloudflare, ${cost(ses)} by SES à la carte and ${cost(sesEssentials)} with Essentials.`,
    `Up to some ${even(ses)} letters a month Cloudflare costs less than à la carte, and up to some ${even(sesEssentials)} less than Essentials.`,
  ].join("\n");
}

export function deployingText(): string {
  const { pulumi, resource, secret, secretCalls, minute } = OTHER_PRICES;
  const resources = Math.floor((pulumi.dollars - SECRETS * secret.dollars) / resource.dollars);
  return [
    `- **Pulumi Cloud** is free for one person, with basic ESC. ${figure(secretCalls.included)} calls of ESC a month are free, a further`,
    `  ${figure(secretCalls.per)} cost ${dollars(secretCalls.dollars)}. A team needs Essentials: ${dollars(pulumi.dollars)} a month, which are as many credits of a dollar. They pay for ${SECRETS}`,
    `  secrets and ${resources} resources, for instance, and it manages up to 500 resources. Whether the free edition limits`,
    "  resources or secrets, the copy of its page does not say.",
    `- **GitHub Actions** are free in a public repository. In a private one ${figure(minute.included)} minutes a month are included, 3,000 with`,
    `  Team. The tests take some ${TEST_MINUTES} minutes on two cores, so that is ${Math.floor(minute.included / TEST_MINUTES)} runs of them; a further one costs ${dollars(TEST_MINUTES * minute.dollars)}.`,
  ].join("\n");
}
