import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAllowedOrigin, isForTestsOnly, problemOfOrigin } from "./origin.ts";

describe("accepts an entry of allowedOrigins", () => {
  it.each([
    "https://app.example.com",
    "http://app.example.com:8080",
    "https://xn--80aswg.xn--p1ai",
    "http://localhost:3000",
    "http://localhost",
    "http://[::1]:5173",
    "http://192.0.2.1",
    "https://*.example.com",
    "https://*.app.example.com",
    "https://*.example.com:8443",
    "https://*.xn--80aswg.xn--p1ai",
    "https://*.shop.co.uk",
    "https://*.mine.pages.dev",
    "https://*.bmw.de",
    "http://localhost:*",
    "http://127.0.0.1:*",
    "https://localhost:*",
    "capacitor://localhost",
    "tauri://localhost",
    "ionic://localhost",
    "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
    "moz-extension://2b1b6d5c-4f2a-4b7e-9c1e-1b1f6a0c0d0e",
  ])("%s", (entry) => {
    expect(problemOfOrigin(entry)).toBeUndefined();
  });
});

describe("refuses an invalid entry with the problem and the correct form", () => {
  it.each([
    ["*", "* would allow every page."],
    ["null", "can't be allowed"],
    ["", "has no scheme"],
    ["app.example.com", "has no scheme. Write an origin such as https://app.example.com."],
    ["localhost:3000", "has no scheme"],
    ["https://", "is not an origin"],
    ["https://app example.com", "is not an origin"],
    ["https://app.example.com/", "no slash at its end. Write https://app.example.com."],
    ["HTTPS://App.example.com:443/", "no slash at its end. Write https://app.example.com."],
    ["https://App.example.com", "in lower case. Write https://app.example.com."],
    ["HTTPS://app.example.com", "in lower case. Write https://app.example.com."],
    ["https://app.example.com:443", "leave out the default port. Write https://app.example.com."],
    ["http://app.example.com:80", "leave out the default port. Write http://app.example.com."],
    ["https://app.example.com/login", "no path. Write https://app.example.com."],
    ["https://app.example.com?x=1", "no path. Write https://app.example.com."],
    ["https://app.example.com#top", "no path. Write https://app.example.com."],
    ["https://anne@app.example.com", "no user name or password. Write https://app.example.com."],
    ["https://bücher.example", "as https://xn--bcher-kva.example. Write https://xn--bcher-kva.example."],
    ["https://app.example.com ", "as https://app.example.com. Write https://app.example.com."],
    ["http://0x7f.1", "as http://127.0.0.1. Write http://127.0.0.1."],
    ["https://*.example.com/", "no slash at its end. Write https://*.example.com."],
    ["http://*.example.com", "Wildcards work with https only"],
    ["https://*", "A wildcard must be followed by a dot and a domain"],
    ["https://*.", "A wildcard must be followed by a dot and a domain"],
    ["https://*example.com", "A wildcard must be followed by a dot and a domain"],
    ["https://app.*.example.com", "A wildcard must be followed by a dot and a domain"],
    ["https://*.*.example.com", "A wildcard must be followed by a dot and a domain"],
    ["https://app-*.example.com", "A wildcard must be followed by a dot and a domain"],
    ["https://*.com", "no top-level domain"],
    ["https://*.localhost", "no top-level domain"],
    ["https://*.1.2.3.4", "not a top-level domain"],
    ["https://*.Example.com", "as example.com. Write https://*.example.com."],
    ["https://*.bücher.example", "as xn--bcher-kva.example. Write https://*.xn--bcher-kva.example."],
    ["https://*.example.com:443", "leave out the default port. Write https://*.example.com."],
    ["https://*.co.uk", "Anyone can have a page under co.uk."],
    ["https://*.com.au", "Anyone can have a page under com.au."],
    ["https://*.vercel.app", "Anyone can have a page under vercel.app."],
    ["https://*.github.io", "Anyone can have a page under github.io."],
    ["https://app.example.com:*", "Only http://localhost:* and http://127.0.0.1:* can leave the port open."],
    ["https://*.example.com:*", "can leave the port open."],
    ["file:///index.html", "Pages of file: have no origin of their own"],
    ["data://x", "Pages of data: have no origin of their own"],
    ["ws://app.example.com", "Pages of ws: have no origin of their own"],
    ["capacitor://localhost/", "no slash at its end. Write capacitor://localhost."],
    ["capacitor://localhost/index.html", "no path. Write capacitor://localhost."],
    ["Capacitor://localhost", "in lower case. Write capacitor://localhost."],
    ["capacitor://*", "Wildcards work with https only"],
    ["capacitor://", "is not an origin"],
  ])("%j", (entry, problem) => {
    expect(problemOfOrigin(entry)).toContain(problem);
  });
});

describe("https://*.example.com", () => {
  const allowed = ["https://*.example.com", "https://*.shop.example:8443"];

  it.each([
    "https://app.example.com",
    "https://a.b.example.com",
    "https://feature_1--app.example.com",
    "https://xn--bcher-kva.example.com",
    "https://eu.shop.example:8443",
  ])("allows %s", (origin) => {
    expect(isAllowedOrigin(allowed, origin, "live")).toBe(true);
  });

  it.each([
    "https://example.com",
    "http://app.example.com",
    "https://app.example.com:8443",
    "https://evilexample.com",
    "https://evil-example.com",
    "https://.example.com",
    "https://a..example.com",
    "https://app.example.com.evil.example",
    "https://evil.example/.example.com",
    "https://evil.example?.example.com",
    "https://evil.example#.example.com",
    "https://evil.example:80.example.com",
    "https://evil@app.example.com",
    "https://evil.example\\.example.com",
    "https://app.example.com/",
    "https://APP.example.com",
    "https://app.example.com\n",
    "https://eu.shop.example",
    "null",
    "",
  ])("does not allow %j", (origin) => {
    expect(isAllowedOrigin(allowed, origin, "test")).toBe(false);
  });

  it("allows a text only if a URL parser finds a host below the domain and an origin equal to the text", () => {
    const parts = fc.constantFrom(
      "a",
      "evil",
      ".",
      "..",
      "/",
      "\\",
      "?",
      "#",
      "@",
      ":",
      "80",
      "%2e",
      "-",
      "*",
      "ü",
      " ",
    );
    const texts = fc
      .array(parts, { maxLength: 6 })
      .map((list) => `https://${list.join("")}`)
      .chain((start) =>
        fc.constantFrom(`${start}.example.com`, `${start}example.com`, `${start}.example.com/x`, start),
      );
    const property = fc.property(texts, (text) => {
      if (!isAllowedOrigin(["https://*.example.com"], text, "live")) return;
      const { origin, hostname } = new URL(text);
      expect([origin, hostname.endsWith(".example.com")]).toEqual([text, true]);
    });
    fc.assert(property, { numRuns: 5000 });
  });
});

describe("http://localhost:*", () => {
  it.each([
    ["http://localhost:5173", true],
    ["http://localhost", true],
    ["https://localhost:5173", false],
    ["http://localhost:5173/", false],
    ["http://localhost:", false],
    ["http://localhost.evil.example", false],
    ["http://localhost:80@evil.example", false],
    ["http://127.0.0.1:5173", false],
  ])("allows %s in a test tenant: %s, and never in a live one", (origin, expected) => {
    expect(isAllowedOrigin(["http://localhost:*"], origin, "test")).toBe(expected);
    expect(isAllowedOrigin(["http://localhost:*"], origin, "live")).toBe(false);
    expect(isForTestsOnly("http://localhost:*")).toBe(true);
  });
});

it("allows exactly the origin of an entry without wildcard", () => {
  const allowed = ["capacitor://localhost", "http://localhost:3000"];
  for (const origin of allowed) expect(isAllowedOrigin(allowed, origin, "live")).toBe(true);
  for (const origin of ["capacitor://localhost:1", "ionic://localhost", "http://localhost:3001"]) {
    expect(isAllowedOrigin(allowed, origin, "live")).toBe(false);
  }
});
