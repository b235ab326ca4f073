import { describe, expect, it } from "vitest";
import { AppError } from "../shared/errors/app-error.ts";
import { readKey } from "./key.ts";

const UUID = "8e03978e-40d5-43dd-bc93-6894a57f9324";

describe("an idempotency key", () => {
  it.each([UUID, "x".repeat(16), "~".repeat(200), "!#$%&'()*+,-./:;<=>?@[]^_`{|}~"])("can be %s", (key) => {
    expect(readKey(key)).toBe(key);
  });

  it("equals its quoted form of structured fields", () => {
    expect(readKey(`"${UUID}"`)).toBe(UUID);
  });

  it.each([
    ["nothing", ""],
    ["15 characters", "x".repeat(15)],
    ["201 characters", "x".repeat(201)],
    ["a space, as two headers make it", `${UUID}, ${UUID}`],
    ["a quote", `${UUID}"`],
    ["a quote alone", `"${UUID}`],
    ["a backslash", `${UUID}\\`],
    ["a control character", `${UUID}\t`],
    ["a line break", `${UUID}\n`],
    ["a letter of another script", `${UUID}é`],
  ])("has not %s", (_, header) => {
    expect(() => readKey(header)).toThrow(new AppError("idempotency_key_invalid"));
  });
});
