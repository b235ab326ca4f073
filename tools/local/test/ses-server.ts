import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * As much of Amazon SES as sending takes: it checks the signature of a request as AWS documents it ("Create a signed
 * AWS API request"), with an implementation of its own, and answers what the recipient's address asks for:
 * `status-<status>-<type>@…` with that status and error type. What it takes can be read at `/taken`.
 */
export const SES_CREDENTIALS = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  region: "eu-central-1",
};

/** What a signature has to be of. */
export interface Expected {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly service: string;
  readonly now: number;
}

const ALGORITHM = "AWS4-HMAC-SHA256";
const MAX_SKEW_MS = 5 * 60 * 1000;

interface SesRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface SendEmail {
  readonly Destination?: { readonly ToAddresses?: readonly string[] };
}

type Credentials = typeof SES_CREDENTIALS;

/** `accepted` are the keys that sign; a test may change the list. */
export async function startSes(
  accepted: readonly Credentials[] = [SES_CREDENTIALS],
): Promise<{ url: string; stop: () => Promise<void> }> {
  const taken: unknown[] = [];
  const server = createServer((message, response) => {
    void answer(message, response, { taken, accepted });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A TCP server's address is an object.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(
  message: IncomingMessage,
  response: ServerResponse,
  { taken, accepted }: { readonly taken: unknown[]; readonly accepted: readonly Credentials[] },
): Promise<void> {
  const { method = "", url: path = "", headers } = message;
  if (path === "/taken") return reply(response, 200, taken);
  const body = await bodyOf(message);
  const request = { method, path, headers, body };
  const refusals = accepted.map((key) => refusalOf(request, { ...key, service: "ses", now: Date.now() }));
  const refusal = refusals.includes(undefined) ? undefined : (refusals[0] ?? "UnrecognizedClientException");
  if (refusal !== undefined) return reply(response, 403, { message: refusal }, refusal);
  if (method !== "POST" || path !== "/v2/email/outbound-emails") return reply(response, 404, {}, "NotFoundException");
  if (headers["content-type"] !== "application/json") return reply(response, 400, {}, "BadRequestException");
  // Signed requests are trusted to be JSON.
  const email = JSON.parse(body) as SendEmail;
  const requested = /^status-(\d+)-(\w*)@/.exec(email.Destination?.ToAddresses?.[0] ?? "");
  if (requested) return reply(response, Number(requested[1]), { message: "as requested" }, requested[2]);
  taken.push(email);
  reply(response, 200, { MessageId: `message-${taken.length}` });
}

/** Why a request is not as it was signed; undefined where it is. */
export function refusalOf({ method, path, headers, body }: SesRequest, expected: Expected): string | undefined {
  const form = new RegExp(`^${ALGORITHM} Credential=([^,\\s]+), ?SignedHeaders=([^,\\s]+), ?Signature=([0-9a-f]{64})$`);
  const [, credential = "", signedHeaders = "", signature = ""] = form.exec(headers.authorization ?? "") ?? [];
  const [accessKeyId, ...scope] = credential.split("/");
  const time = `${headers["x-amz-date"]}`;
  if (accessKeyId !== expected.accessKeyId) return "UnrecognizedClientException";
  const ownScope = [time.slice(0, 8), expected.region, expected.service, "aws4_request"];
  if (scope.join("/") !== ownScope.join("/")) return "InvalidSignatureException";
  if (Math.abs(timeOf(time) - expected.now) > MAX_SKEW_MS) return "RequestExpired";
  const names = signedHeaders.split(";");
  // What is not signed could have been changed on the way.
  if (!["host", "x-amz-date", "content-type"].every((name) => names.includes(name))) return "IncompleteSignature";
  const { pathname, search } = new URL(path, "http://localhost");
  const canonicalRequest = [
    method,
    pathname,
    search.slice(1),
    ...names.map((name) => `${name}:${`${headers[name] ?? ""}`.trim().replaceAll(/ +/g, " ")}`),
    "",
    signedHeaders,
    sha256(body),
  ].join("\n");
  const stringToSign = [ALGORITHM, time, scope.join("/"), sha256(canonicalRequest)].join("\n");
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${expected.secretAccessKey}`);
  const matches = timingSafeEqual(hmac(key, stringToSign), Buffer.from(signature, "hex"));
  return matches ? undefined : "InvalidSignatureException";
}

function timeOf(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

async function bodyOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function reply(response: ServerResponse, status: number, body: unknown, type = ""): void {
  const headers = { "content-type": "application/json", ...(type && { "x-amzn-ErrorType": `${type}:http://ses` }) };
  response.writeHead(status, headers).end(JSON.stringify(body));
}
