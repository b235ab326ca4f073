import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { readSecret } from "./input.ts";

/** A terminal, and what it was told about showing keys. */
function terminal(...keys: string[]) {
  const modes: boolean[] = [];
  const input = Object.assign(Readable.from(keys), { isTTY: true, setRawMode: (isRaw: boolean) => modes.push(isRaw) });
  return { input, modes };
}

describe("a value from standard input", () => {
  it("is all of a pipe but the newline at its end", async () => {
    expect(await readSecret(Readable.from([Buffer.from("a"), Buffer.from("b\n")]))).toBe("ab");
    expect(await readSecret(Readable.from(["ab\r\n"]))).toBe("ab");
    expect(await readSecret(Readable.from(["a\nb\n\n"]))).toBe("a\nb\n");
    expect(await readSecret(Readable.from([]))).toBe("");
  });

  it("survives a character in two pieces", async () => {
    const bytes = Buffer.from("ü");
    expect(await readSecret(Readable.from([bytes.subarray(0, 1), bytes.subarray(1)]))).toBe("ü");
  });

  it("is one line of a terminal, which shows no key meanwhile", async () => {
    const { input, modes } = terminal("s", "ecret", "x\u007f", "\r", "not this");
    expect(await readSecret(input)).toBe("secret");
    expect(modes).toEqual([true, false]);
  });

  it("is nothing where Ctrl-C was hit, and the terminal shows keys again", async () => {
    const { input, modes } = terminal("sec", "\u0003");
    expect(await readSecret(input)).toBeUndefined();
    expect(modes).toEqual([true, false]);
  });
});
