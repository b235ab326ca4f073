import * as fc from "fast-check";
import { expect, it } from "vitest";
import { formatMailbox } from "./email.ts";

const address = "auth@example.com";

it.each([
  ["Acme", '"Acme" <auth@example.com>'],
  ['The "real" Acme \\ Co.', '"The \\"real\\" Acme \\\\ Co." <auth@example.com>'],
  ["Café", "=?UTF-8?B?Q2Fmw6k=?= <auth@example.com>"],
])("%s", (name, expected) => {
  expect(formatMailbox({ name, address })).toBe(expected);
});

it("splits a long name into encoded words of at most 75 characters without changing it", () => {
  const name = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 200 })
    .filter((text) => /[^\x20-\x7e]/.test(text));
  fc.assert(
    fc.property(name, (name) => {
      const words = formatMailbox({ name, address }).split(" ").slice(0, -1);
      for (const word of words) expect(word.length).toBeLessThanOrEqual(75);
      const decoded = words.map((word) => new TextDecoder().decode(Uint8Array.fromBase64(word.slice(10, -2))));
      expect(decoded.join("")).toBe(name);
    }),
  );
});
