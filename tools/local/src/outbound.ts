import { lookup } from "node:dns/promises";
import type { IncomingMessage, RequestOptions } from "node:http";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP } from "node:net";
import { Readable } from "node:stream";
import ipaddr from "ipaddr.js";
import { type Request, Response } from "miniflare";

/** Looks up the addresses of a name. */
export type ResolveName = (name: string) => Promise<readonly string[]>;

/** Status by which Cloudflare's network says that it can't reach a host. */
const UNREACHABLE = 530;
const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);
/** The Worker's resolver, by DNS over HTTPS. */
const RESOLVER = "cloudflare-dns.com";
/** The part of IPv6 that is assigned to the public internet. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");
/** Headers of one connection (RFC 9110 §7.6.1). */
const HOP_BY_HOP = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade", "te", "trailer"]);

/**
 * The local stack's way to the internet. It resolves a name once, refuses it unless all of its addresses are public, and connects to the
 * address that it has checked: a name that changes to a private address in between reaches nothing. A deployed Worker's `fetch`
 * resolves by itself, and can't do that. URLs that name loopback pass: the Worker refuses those of tenants unless ALLOW_LOOPBACK is set.
 *
 * @param resolve - Addresses of names, for tests, which also answers DNS over HTTPS. Defaults to the machine's resolver.
 */
export function outboundService(resolve?: ResolveName): (request: Request) => Promise<Response> {
  return async (request) => {
    const { hostname, searchParams } = new URL(request.url);
    if (resolve !== undefined && hostname === RESOLVER) return await dnsAnswer(searchParams, resolve);
    try {
      const pinned = LOOPBACK.has(hostname) ? undefined : await publicAddress(hostname, resolve ?? resolveByMachine);
      return await send(request, pinned);
    } catch (error) {
      return new Response(`The outbound service sent nothing: ${error}`, { status: UNREACHABLE });
    }
  };
}

/** An address of the name, all of which are public. Throws otherwise. */
async function publicAddress(name: string, resolve: ResolveName): Promise<string> {
  const addresses = await resolve(name);
  const [first] = addresses;
  if (first === undefined) throw new Error(`${name} has no address.`);
  const refused = addresses.find((address) => !isPublic(address));
  if (refused !== undefined) throw new Error(`${name} has the address ${refused}, which is not public.`);
  return first;
}

function isPublic(text: string): boolean {
  const address = ipaddr.process(text);
  if (address instanceof ipaddr.IPv6 && !address.match(GLOBAL_UNICAST)) return false;
  return address.range() === "unicast";
}

async function resolveByMachine(name: string): Promise<string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}

/** Sends a request, to this address if one is pinned, and streams the response. */
async function send(request: Request, pinned: string | undefined): Promise<Response> {
  const url = new URL(request.url);
  const body = Buffer.from(await request.arrayBuffer());
  const headers = Object.fromEntries([...request.headers].filter(([name]) => !HOP_BY_HOP.has(name)));
  const options: RequestOptions = {
    ...{ method: request.method, headers: { ...headers, host: url.host, "content-length": body.length } },
    ...(pinned !== undefined && { lookup: (_name, _options, done) => pin(pinned, _options, done) }),
  };
  const response = await new Promise<IncomingMessage>((received, failed) => {
    const start = url.protocol === "https:" ? requestHttps : requestHttp;
    start(url, options, received).on("error", failed).end(body);
  });
  const { statusCode: status = 502, headers: received } = response;
  const hasBody = ![101, 204, 205, 304].includes(status);
  if (!hasBody) response.resume();
  const kept = Object.entries(received).flatMap(([name, value = ""]) =>
    HOP_BY_HOP.has(name) ? [] : [value].flat().map((one): [string, string] => [name, one]),
  );
  return new Response(hasBody ? (Readable.toWeb(response) as ReadableStream) : null, { status, headers: kept });
}

type Done = Parameters<NonNullable<RequestOptions["lookup"]>>[2];

/** Answers a lookup of Node with the address that was checked. */
function pin(address: string, { all }: { all?: boolean | undefined }, done: Done): void {
  const family = isIP(address);
  if (all) done(null, [{ address, family }]);
  else done(null, address, family);
}

/** A response of DNS over HTTPS, as JSON. */
async function dnsAnswer(query: URLSearchParams, resolve: ResolveName): Promise<Response> {
  const name = query.get("name") ?? "";
  const [type, family] = query.get("type") === "AAAA" ? [28, 6] : [1, 4];
  const addresses = (await resolve(name)).filter((address) => isIP(address) === family);
  return Response.json({ Status: 0, Answer: addresses.map((data) => ({ name, type, data })) });
}
