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
  ["a client over RPC", (url) => createRpcClient({ url: url ?? "", entrypoint: { fetch } })],
  ["a session", (url) => createSession({ url, fetch })],
  ["a verifier", (url) => createVerifier({ url, tenant: "ten_acme", fetch })],
];

const REFUSED: readonly (readonly [url: unknown, problem: RegExp])[] = [
  ["", /empty or not set/],
  [undefined, /empty or not set/],
  [null, /empty or not set/],
  ["auth.example.com", /"auth\.example\.com" is not an absolute address/],
  ["/auth", /"\/auth" is not an absolute address/],
  ["//auth.example.com", /not an absolute address/],
  ["https://", /not an absolute address/],
  ["https://auth.example.com:port", /not an absolute address/],
  ["auth.example.com:8787", /http: or https:/],
  ["ftp://auth.example.com", /http: or https:/],
  ["wss://auth.example.com", /http: or https:/],
  ["data:text/plain,hi", /http: or https:/],
  ["https://user:secret@auth.example.com", /without credentials/],
  ["https://auth.example.com?tenant=acme", /query/],
  ["https://auth.example.com/#top", /fragment/],
];

describe.each(MADE)("%s", (_, make) => {
  it.each(REFUSED)("is refused with the address %j when it is made, with the next step", (url, problem) => {
    // What a program without types, or an environment variable, may bring.
    expect(() => make(url as string)).toThrow(
      expect.objectContaining({
        name: "CfAuthError",
        code: "invalid_input",
        retryable: false,
        message: expect.stringMatching(problem),
        action: expect.stringContaining("set that variable: CF_AUTH_URL"),
      }),
    );
  });
});

it("a tenant in memory is refused with an address that no request could have", async () => {
  await expect(createTestTenant({ url: "auth.test" })).rejects.toMatchObject({ code: "invalid_input" });
});

it("an address with a password is not repeated in the error", () => {
  expect(() => serviceUrl("https://user:secret@auth.example.com")).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining("secret") }),
  );
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
])("the address %j is used as %j", (given, used) => {
  expect(serviceUrl(given)).toBe(used);
});
