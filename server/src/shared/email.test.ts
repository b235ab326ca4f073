import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { procedures } from "../../test/inputs.ts";
import { EMAIL_FORM, readEmail } from "./email.ts";

const LOCAL_64 = "a".repeat(64);
const form = new RegExp(EMAIL_FORM, "u");

describe("an email stays as it was written", () => {
  it.each([
    "anne@example.com",
    "Anne.Smith+work@Example.COM",
    "sales/emea@example.com",
    "a&b@example.com",
    "x=y@example.com",
    "50%off@example.com",
    "!#*?~{}'@example.com",
    "o'brien'@example.com",
    "{{link}}@example.com",
    "$&$1$`@example.com",
    "_@example.com",
    "-@example.com",
    "a.b.c@example.com",
    "info@xn--80aswg.xn--p1ai",
    "info@XN--FIQS8S.xn--fiqs8s",
    `${LOCAL_64}@example.com`,
    `${LOCAL_64}@${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(57)}.com`,
  ])("%s", (text) => {
    expect(readEmail(text)).toEqual({ email: text });
    expect(form.test(text)).toBe(true);
  });

  it.each([
    ["Info@Bücher.example", "Info@xn--bcher-kva.example"],
    ["info@сайт.рф", "info@xn--80aswg.xn--p1ai"],
    ["info@中国。中国", "info@xn--fiqs8s.xn--fiqs8s"],
  ])("a domain beyond ASCII is converted: %s becomes %s", (text, email) => {
    expect(readEmail(text)).toEqual({ email });
    expect(form.test(text)).toBe(true);
  });
});

describe("refuses an invalid email with the reason", () => {
  it.each([
    ["", "an email with an @"],
    ["anne", "an email with an @"],
    ["@example.com", "a name before the @"],
    ["anne@", "dot too many"],
    ["anne@localhost", "no top-level domain"],
    ["anne@example-.com", "hyphen"],
    ["anne@-example.com", "hyphen"],
    [`anne@${"a".repeat(64)}.com`, "at most 63 characters"],
    ["anne@[192.0.2.1]", '"[" can\'t be part of a domain name'],
    ["anne@192.0.2.1", "not a top-level domain"],
    [`${LOCAL_64}a@example.com`, "at most 64 characters before the @; this one has 65"],
    [
      `${LOCAL_64}@${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(58)}.com`,
      "at most 254 characters; this one has 255",
    ],
    [".anne@example.com", "a dot is allowed only between"],
    ["anne.@example.com", "a dot is allowed only between"],
    ["an..ne@example.com", "a dot is allowed only between"],
    ["an ne@example.com", "A space isn't allowed before the @"],
    [" anne@example.com", "A space isn't allowed before the @"],
    ["anne@example.com ", "A space can't be part of a domain name"],
    ["anne\n@example.com", "A space isn't allowed before the @"],
    ["anne\u0000@example.com", "A control character isn't allowed before the @"],
    ["anne@eve@example.com", '"@" isn\'t allowed before the @'],
    ['"anne"@example.com', '""" isn\'t allowed before the @'],
    ["anne(home)@example.com", '"(" isn\'t allowed before the @'],
    ["Anne <anne@example.com>", "A space isn't allowed before the @"],
    ["anne,eve@example.com", '"," isn\'t allowed before the @'],
    ["josé@example.com", "beyond ASCII aren't supported before the @"],
    ["ａｎｎｅ@example.com", "beyond ASCII aren't supported before the @"],
    ["anne@℀.example", "can't be converted"],
  ])("%j", (text, problem) => {
    expect(readEmail(text)).toEqual({ problem: expect.stringContaining(problem) });
    if (text.length <= 254 && !text.includes("℀")) expect(form.test(text)).toBe(false);
  });
});

it("accepts what browsers accept in <input type=email>, except for dots that RFC 5322 forbids", () => {
  // HTML Living Standard §4.10.5.1.5.
  const html =
    /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
  const property = fc.property(fc.emailAddress(), (text) => {
    expect(html.test(text)).toBe(true);
    expect([text, readEmail(text)]).toEqual([text, { email: text }]);
    expect(form.test(text)).toBe(true);
  });
  fc.assert(property, { numRuns: 2000 });
});

it("reads every email input of the API in the same way", () => {
  const found: string[] = [];
  // users.import takes any text and reports each row's email by itself, read by the same function.
  for (const { path, input } of procedures().filter((procedure) => procedure.path !== "users.import")) {
    const schema = JSON.stringify(z.toJSONSchema(input, { io: "input", unrepresentable: "any" }), (key, value) => {
      const isEmail = /email$|^replyToEmail$/i.test(key) && !/^(?:requireV|linksV)erifiedEmail$/.test(key);
      if (!isEmail || typeof value !== "object") return value;
      const text = JSON.stringify(value);
      found.push(`${path}.${key}`);
      expect([path, key, text.includes(JSON.stringify(EMAIL_FORM))]).toEqual([path, key, true]);
      return value;
    });
    expect([path, schema.includes('"format":"email"')]).toEqual([path, schema.includes(JSON.stringify(EMAIL_FORM))]);
  }
  expect(found.sort()).toEqual([
    "auth.email.change.newEmail",
    "auth.email.confirmCode.email",
    "auth.email.resend.email",
    "auth.emailSignIn.complete.email",
    "auth.emailSignIn.start.email",
    "auth.login.email",
    "auth.password.forgot.email",
    "auth.providers.start.email",
    "auth.register.email",
    "platform.admins.invite.email",
    "platform.bootstrap.email",
    "tenants.settings.update.replyToEmail",
    "users.create.email",
    "users.get.email",
    "users.update.email",
  ]);
});
