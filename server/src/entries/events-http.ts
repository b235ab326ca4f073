import * as z from "zod";
import type { EventSubscription } from "../events/event-stream.ts";
import { EVENT_FILTER, POSITION } from "../events/live-event.ts";
import { issueTicket, type ParsedTicket, readTicket } from "../events/ticket.ts";
import { admit, dropSocket, requireUpgrade } from "../pipeline/admit-connection.ts";
import type { Visit } from "../pipeline/context.ts";
import { createAnonymousContext, pageOf } from "../pipeline/context.ts";
import { EVERY_CALLER } from "../pipeline/declaration.ts";
import type { AppDeps } from "../pipeline/deps.ts";
import { runPipeline } from "../pipeline/run.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { ServerContext } from "./http-call.ts";
import type { Route } from "./route.ts";

/** The subprotocol that clients offer beside a ticket, so that no secret is in a URL. */
const PROTOCOL = "cf-auth.events";
const USE_TICKET = {
  summary: "Opens the WebSocket of a ticket.",
  caller: EVERY_CALLER,
  rateLimit: "standard",
  audit: "none",
  about: "platform",
} as const;

const query = z.strictObject({
  after: z
    .string()
    .regex(/^(0|[1-9]\d{0,14})$/, "This is not a seq of an event.")
    .transform(Number)
    .pipe(POSITION)
    .nullable(),
  event: EVENT_FILTER.nullable(),
});

/** Opens a WebSocket of the tenant's events with the credentials that get a ticket. */
export async function followEvents(context: ServerContext, { request, url }: Visit): Promise<Response> {
  requireUpgrade(request);
  const following = readFollowing(url);
  const { app } = context;
  const tenantId = context.tenant.id;
  return await admit({ ...context, tenantId }, "events", {
    open: async (owner) => await open(app, (await issueTicket(app, tenantId, owner, following)).ticket),
    undo: dropSocket,
  });
}

/** The route that takes a ticket, too, where the client offers `cf-auth.events`. */
export function orTicket(route: Route): Route {
  return {
    ...route,
    handle: async (visit, parameters, defer) => {
      const { headers } = visit.request;
      const offered = (headers.get("sec-websocket-protocol") ?? "").split(",").map((text) => text.trim());
      if (!offered.includes(PROTOCOL)) return await route.handle(visit, parameters, defer);
      requireUpgrade(visit.request);
      return await withTicket(visit, offered.find((text) => text !== PROTOCOL) ?? "");
    },
  };
}

/** A ticket is the only credential of its request: whatever else the headers hold does not count. */
async function withTicket({ app, request, url, info }: Visit, text: string): Promise<Response> {
  const context = await createAnonymousContext(app, info, pageOf(request, url, undefined), { host: "" });
  const call = { path: "events.ticket", type: "query", input: async () => undefined } as const;
  return await runPipeline(context, USE_TICKET, call, async () => {
    const ticket = await readTicket(text);
    const lookup = { address: info.ip, target: `ticket ${ticket?.hash}`, now: app.clock.now() };
    const response = ticket && (await app.failedLookups.find(lookup, async () => await connect(app, ticket)));
    if (response === undefined) throw new AppError("ticket_invalid");
    const { webSocket } = response;
    return new Response(null, { status: 101, webSocket, headers: { "sec-websocket-protocol": PROTOCOL } });
  });
}

/** Throws `ticket_invalid`. */
async function open(app: AppDeps, text: string): Promise<Response> {
  const ticket = await readTicket(text);
  const response = ticket && (await connect(app, ticket));
  if (response === undefined) throw new AppError("ticket_invalid");
  return response;
}

/** Undefined if the ticket doesn't exist or was used before. */
async function connect(app: AppDeps, { tenantId, hash }: ParsedTicket): Promise<Response | undefined> {
  // A Durable Object exists from its first request, so only tenants that exist get one.
  const tenant = await app.tenants.find(tenantId);
  if (tenant === undefined) return undefined;
  const headers = { upgrade: "websocket", "x-ticket": hash };
  const response = await app.liveEvents(tenant.id).fetch(new Request("http://events", { headers }));
  return response.status === 101 ? response : undefined;
}

function readFollowing({ searchParams }: URL): EventSubscription {
  const read = query.safeParse({ after: searchParams.get("after"), event: searchParams.get("event") });
  if (read.success) return read.data;
  const issues = read.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw new AppError("invalid_input", { issues });
}
