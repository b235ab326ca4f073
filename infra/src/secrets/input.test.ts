import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { readSecret } from "./input.ts";

/** A terminal that records whether typed keys were visible. */
function terminal(...keys: string[]) {
  const modes: boolean[] = [];
  const input = Object.assign(Readable.from(keys), { isTTY: true, setRawMode: (isRaw: boolean) => modes.push(isRaw) });
  return { input, modes };
}

describe("reading a secret", () => {
  it("returns all of a pipe without the final newline", async () => {
    expect(await readSecret(Readable.from([Buffer.from("a"), Buffer.from("b\n")]))).toBe("ab");
    expect(await readSecret(Readable.from(["ab\r\n"]))).toBe("ab");
    expect(await readSecret(Readable.from(["a\nb\n\n"]))).toBe("a\nb\n");
    expect(await readSecret(Readable.from([]))).toBe("");
  });

  it("decodes a character that is split across chunks", async () => {
    const bytes = Buffer.from("ü");
    expect(await readSecret(Readable.from([bytes.subarray(0, 1), bytes.subarray(1)]))).toBe("ü");
  });

  it("returns one line of a terminal, without echoing keys", async () => {
    const { input, modes } = terminal("s", "ecret", "x\u007f", "\r", "not this");
    expect(await readSecret(input)).toBe("secret");
    expect(modes).toEqual([true, false]);
  });

  it("returns undefined after Ctrl-C, and turns echo on again", async () => {
    const { input, modes } = terminal("sec", "\u0003");
    expect(await readSecret(input)).toBeUndefined();
    expect(modes).toEqual([true, false]);
  });
});
