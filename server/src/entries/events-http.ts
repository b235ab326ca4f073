import * as z from "zod";
import type { Following } from "../events/event-stream.ts";
import { EVENT_FILTER, POSITION } from "../events/live-event.ts";
import { issueTicket, readTicket, type Ticket } from "../events/ticket.ts";
import { admit, dropSocket, requireUpgrade } from "../pipeline/admit-connection.ts";
import type { RequestInfo } from "../pipeline/context.ts";
import type { AppDeps } from "../pipeline/deps.ts";
import { tenantOf } from "../pipeline/guard.ts";
import { type Guarded, guarded } from "../pipeline/guarded.ts";
import { RATE_LIMIT_PERIOD_SECONDS } from "../ports/rate-limits.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { addressGroup } from "../shared/ip-address.ts";

/** What a client offers as a subprotocol that brings a ticket as another: nothing secret stands in an address. */
const PROTOCOL = "cf-auth.events";
const FOLLOW: Guarded = { call: { path: "events.ticket", type: "query" }, audit: "none" };

const query = z.strictObject({
  after: z
    .string()
    .regex(/^(0|[1-9]\d{0,14})$/, "This is not a seq of an event.")
    .transform(Number)
    .pipe(POSITION)
    .nullable(),
  event: EVENT_FILTER.nullable(),
});

/** The WebSocket of a tenant's events, for whoever brings a ticket, or what a ticket is got with. */
export async function eventsHttp(app: AppDeps, request: Request, info: RequestInfo): Promise<Response | undefined> {
  if (new URL(request.url).pathname !== "/events") return undefined;
  const offered = (request.headers.get("sec-websocket-protocol") ?? "").split(",").map((text) => text.trim());
  if (offered.includes(PROTOCOL)) {
    requireUpgrade(request);
    return await withTicket(app, info, offered.find((text) => text !== PROTOCOL) ?? "");
  }
  return await guarded(app, request, info, FOLLOW, async (context) => {
    requireUpgrade(request);
    const following = readFollowing(request);
    const { id: tenantId } = tenantOf(context);
    return await admit({ ...context, tenantId }, "events", {
      open: async (holder) => await open(app, (await issueTicket(app, tenantId, holder, following)).ticket),
      undo: dropSocket,
    });
  });
}

async function withTicket(app: AppDeps, { ip }: RequestInfo, ticket: string): Promise<Response> {
  if (!(await app.limits.allow("standard", addressGroup(ip)))) {
    throw new AppError("rate_limited", { retryAfterSeconds: RATE_LIMIT_PERIOD_SECONDS });
  }
  const read = await readTicket(ticket);
  const lookup = { address: ip, target: `ticket ${read?.hash}`, now: app.clock.now() };
  const response = read && (await app.failedLookups.find(lookup, async () => await connect(app, read)));
  if (response === undefined) throw new AppError("ticket_invalid");
  const { webSocket } = response;
  return new Response(null, { status: 101, webSocket, headers: { "sec-websocket-protocol": PROTOCOL } });
}

/** Throws `ticket_invalid`. */
async function open(app: AppDeps, text: string): Promise<Response> {
  const ticket = await readTicket(text);
  const response = ticket && (await connect(app, ticket));
  if (response === undefined) throw new AppError("ticket_invalid");
  return response;
}

/** Undefined where there is no such ticket, or it was used before. */
async function connect(app: AppDeps, { tenantId, hash }: Ticket): Promise<Response | undefined> {
  // An object is there as soon as it is asked for, so that nobody may name one of a tenant that there is not.
  const tenant = await app.tenants.find(tenantId);
  if (tenant === undefined) return undefined;
  const headers = { upgrade: "websocket", "x-ticket": hash };
  const response = await app.liveEvents(tenant.id).fetch(new Request("http://events", { headers }));
  return response.status === 101 ? response : undefined;
}

function readFollowing(request: Request): Following {
  const { searchParams } = new URL(request.url);
  const read = query.safeParse({ after: searchParams.get("after"), event: searchParams.get("event") });
  if (read.success) return read.data;
  const issues = read.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw new AppError("invalid_input", { issues });
}
