import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../shared/languages.ts";
import { checkTemplate } from "./check-template.ts";
import { defaultTemplate, wordsOf } from "./default-templates.ts";
import { EMAIL_KINDS, placeholdersOf } from "./email-kinds.ts";
import { render } from "./template.ts";

const values = { brand: "Acme", when: "today at noon", ip: "192.0.2.1", newEmail: "new@example.com" };

describe("rule 12: notifications of a change", () => {
  it.each([
    ["password_changed", ["today at noon", "192.0.2.1"]],
    ["session_stolen", ["today at noon", "192.0.2.1"]],
    ["confirm_email_change", ["new@example.com"]],
    ["email_changed", ["new@example.com"]],
    ["account_deleted", []],
  ] as const)("rule 12: %s says what changed, and what to do if it was somebody else", (kind, expected) => {
    const { subject, text, html } = render(defaultTemplate(kind, null), values);
    expect(subject).toContain("Acme");
    for (const body of [text, html]) {
      for (const value of expected) expect(body).toContain(value);
      expect(body).toMatch(/If this wasn’t you/);
    }
  });
});

it("names the leaked API key to its creator, and what to do", () => {
  const key = { tenant: "Globex", name: "backend", hint: "aB3x" };
  const { subject, text, html } = render(defaultTemplate("api_key_leaked", null), { ...values, ...key });
  expect(subject).toContain("Globex");
  for (const body of [text, html]) {
    for (const expected of ["Globex", "backend", "aB3x", "today at noon", "revoked", "Create a new key"])
      expect(body).toContain(expected);
  }
});

it("contains the link as a button and as text, and the code", () => {
  const { text, html } = render(defaultTemplate("verify_email", null), {
    ...values,
    link: "https://x/?a&b",
    code: "123456",
  });
  expect(text).toContain("Confirm email:\nhttps://x/?a&b\n");
  expect(text).toContain("    123456\n");
  expect(html).toMatch(/<a href="https:\/\/x\/\?a&amp;b"[^>]*>Confirm email<\/a>/);
  expect(html).toMatch(/<p[^>]*>https:\/\/x\/\?a&amp;b<\/p>/);
  expect(html).toContain(">123456</p>");
});

it.each([
  ["en", "On November 3, 2026 at 9:05 PM UTC, your Acme account was changed"],
  ["de", "Am 3. November 2026 um 21:05 UTC wurde Ihr Konto bei Acme"],
] as const)("writes times in the language of the email and names UTC: %s", (language, expected) => {
  const notice = { key: "", to: "", userId: "", kind: "security_changed" } as const;
  const values = (when: string) => ({ ...notice, values: { change: "totp_added", when, ip: "192.0.2.1" } });
  const textOf = (when: string) =>
    render(defaultTemplate("security_changed", null, language), {
      ...wordsOf(values(when), language),
      brand: "Acme",
    }).text;
  expect(textOf("2026-11-03T21:05:59.999Z")).toContain(expected);
  // As emails that were queued before a release have them.
  expect(textOf("Tue, 03 Nov 2026 21:05:59 GMT")).toContain(expected);
  expect(textOf("soon")).toContain("soon");
});

it("writes the end of emergency access in the language, too", () => {
  const values = { admin: "root@example.com", tenant: "Acme", reason: "2026-11-03", until: "2026-11-03T21:05:00Z" };
  const email = { key: "", to: "", userId: "", kind: "break_glass", values } as const;
  expect(wordsOf(email, "de")).toEqual({ ...values, until: "3. November 2026 um 21:05 UTC" });
});

const CASES = EMAIL_KINDS.flatMap((kind) => LANGUAGES.map((language) => [kind, language] as const));

it.each(CASES)("names the product or the tenant, and fills every placeholder: %s in %s", (kind, language) => {
  const { values: names, secrets } = placeholdersOf(kind);
  const filled = Object.fromEntries([...names, ...secrets].map((name) => [name, `<${name}>`]));
  const template = defaultTemplate(kind, null, language);
  const { subject, text, html } = render(template, filled);
  const product = names.includes("tenant") ? "<tenant>" : "<brand>";
  for (const part of [subject, text]) expect(part).toContain(product);
  for (const name of [...names, ...secrets]) expect(text).toContain(`<${name}>`);
  expect(html).not.toMatch(/<(?:brand|link|code)>|\{\{/);
  expect(html).toContain(`<html lang="${language}">`);
  expect([...checkTemplate(kind, template)]).toEqual([]);
});

it("has no text in common between the languages", () => {
  for (const kind of EMAIL_KINDS) {
    expect(defaultTemplate(kind, null, "de").subject).not.toBe(defaultTemplate(kind, null, "en").subject);
  }
});

it("says what changed, and where a device is, in the language of the email", () => {
  const email = { key: "", to: "", userId: "" };
  const change = { kind: "security_changed", ...email, values: { change: "totp_added", when: "", ip: "" } } as const;
  expect(wordsOf(change, "en")).toMatchObject({ change: "An authenticator app was added." });
  expect(wordsOf(change, "de")).toMatchObject({ change: "Eine Authenticator-App wurde eingerichtet." });
  const device = { kind: "new_device", ...email, values: { device: "", location: "", when: "", ip: "" } } as const;
  expect(wordsOf(device, "de")).toMatchObject({ location: "unbekannter Ort" });
});

it("loads no remote content except the tenant's logo", () => {
  for (const kind of ["verify_email", "password_changed"] as const) {
    expect(defaultTemplate(kind, null).html).not.toMatch(/src=|url\(|<link|@import/);
    expect(defaultTemplate(kind, "https://acme.example/logo.png").html.match(/src="[^"]*"/g)).toEqual([
      'src="https://acme.example/logo.png"',
    ]);
  }
});
