import { describe, expect, it } from "vitest";
import { createSession } from "../browser.ts";
import { createClient } from "../index.ts";
import { createTestTenant } from "../testing.ts";
import { createVerifier } from "../verify.ts";
import { createRpcClient, createWorkerClient } from "../worker.ts";
import { serviceUrl } from "./service-url.ts";

const fetch = () => Promise.reject(new Error("No request is made."));
/** Everything that takes the service's address. */
const MADE: readonly [name: string, make: (url: string) => unknown][] = [
  ["a client", (url) => createClient({ url, fetch })],
  ["a client of a Worker", (url) => createWorkerClient({ url, binding: { fetch } })],
  // There it is optional: only events need it.
  [
    "a client over RPC",
    (url) => createRpcClient({ url: url === undefined ? "undefined" : url, entrypoint: { fetch } }),
  ],
  ["a session", (url) => createSession({ url, fetch })],
  ["a verifier", (url) => createVerifier({ url, tenant: "ten_acme", fetch })],
];

const REFUSED: readonly (readonly [url: unknown, shown: string])[] = [
  ["", 'url is ""'],
  [undefined, 'url is "undefined"'],
  [null, 'url is "null"'],
  [7, 'url is "7"'],
  ["auth.example.com", 'url is "auth.example.com"'],
  ["/auth", 'url is "/auth"'],
  ["//auth.example.com", 'url is "//auth.example.com"'],
  ["https://", 'url is "https://"'],
  ["https://auth.example.com:port", 'url is "https://auth.example.com:port"'],
  ["auth.example.com:8787", 'url is "auth.example.com:8787"'],
  ["ftp://auth.example.com", 'url is "ftp://auth.example.com"'],
  ["wss://auth.example.com", 'url is "wss://auth.example.com"'],
  ["data:text/plain,hi", 'url is "data:text/plain,hi"'],
  ["https://user:secret@auth.example.com", 'url is "…@auth.example.com"'],
  ["https://auth.example.com?tenant=acme", 'url is "https://auth.example.com?tenant=acme"'],
  ["https://auth.example.com/#top", 'url is "https://auth.example.com/#top"'],
];

describe.each(MADE)("%s", (_, make) => {
  it.each(REFUSED)("refuses the URL %j at its creation, with the next step", (url, shown) => {
    // What a program without types, or an environment variable, may bring.
    expect(() => make(url as string)).toThrow(
      expect.objectContaining({
        name: "CfAuthError",
        code: "invalid_input",
        retryable: false,
        message: `${shown}, not an http(s) URL without credentials, query and fragment.`,
        action: "Set url to the service's address, such as https://auth.example.com.",
      }),
    );
  });
});

it("refuses an unusable URL for a tenant in memory", async () => {
  await expect(createTestTenant({ url: "auth.test" })).rejects.toMatchObject({ code: "invalid_input" });
});

it.each([
  ["https://auth.example.com", "https://auth.example.com"],
  ["https://auth.example.com///", "https://auth.example.com"],
  ["HTTPS://Auth.Example.com:443/", "https://auth.example.com"],
  ["HTTP://localhost:80", "http://localhost"],
  ["http://127.0.0.1:8787/", "http://127.0.0.1:8787"],
  ["https://example.com/Auth/v1/", "https://example.com/Auth/v1"],
  [" https://auth.example.com ", "https://auth.example.com"],
  ["https://bücher.example", "https://xn--bcher-kva.example"],
])("uses the URL %j as %j", (url, used) => {
  expect(serviceUrl(url)).toBe(used);
});
