import { expect, it } from "vitest";
import { messagesOf, resource, VERSION } from "../../test/policy-cases.ts";
import { plainTextBindings } from "./plain-text-bindings.ts";

const check = (type: string, name: string) =>
  messagesOf(plainTextBindings, [resource(VERSION, { bindings: [{ type, name }] })]);

it.each(["JWT_SECRET", "PASSWORD_PEPPER", "BOOTSTRAP_SECRET", "AWS_SECRET_ACCESS_KEY", "SMOKE_KEY", "API_TOKEN"])(
  "rejects %s as a plain-text binding",
  (name) => {
    const message = `${name} is bound as plain text: bind it as secret_text, from a secret of the stack.`;
    expect(check("plain_text", name)).toEqual([message]);
    expect(check("json", name)).toEqual([message]);
    expect(check("secret_text", name)).toEqual([]);
  },
);

it.each(["PUBLIC_URL", "PASSWORD_HASH", "EMAIL_FROM", "TURNSTILE_SITE_KEY", "AWS_ACCESS_KEY_ID", "KEYS_PER_TENANT"])(
  "accepts %s as a plain-text binding",
  (name) => {
    expect(check("plain_text", name)).toEqual([]);
  },
);
