import decodeQR from "qr/decode.js";
import { describe, expect, it } from "vitest";
import { hashBackupCode, newBackupCodes } from "./backup-codes.ts";
import { codeAt, enrolmentOf, newTotpSecret, stepOfCode } from "./totp.ts";

/** Base32 of an ASCII text, as RFC 6238's appendix B gives its secrets. */
function base32(text: string): string {
  const bits = [...new TextEncoder().encode(text)].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(Number.parseInt(five.padEnd(5, "0"), 2)))
    .join("");
}

const SEED = "1234567890".repeat(7);
/** RFC 6238, appendix B. */
const VECTORS: [seconds: number, sha1: string, sha256: string, sha512: string][] = [
  [59, "94287082", "46119246", "90693936"],
  [1_111_111_109, "07081804", "68084774", "25091201"],
  [1_111_111_111, "14050471", "67062674", "99943326"],
  [1_234_567_890, "89005924", "91819424", "93441116"],
  [2_000_000_000, "69279037", "90698825", "38618901"],
  [20_000_000_000, "65353130", "77737706", "47863826"],
];

describe("codes of authenticator apps", () => {
  it.each(VECTORS)("match RFC 6238 at %i seconds", (seconds, sha1, sha256, sha512) => {
    const at = (length: number, algorithm: "SHA1" | "SHA256" | "SHA512") =>
      codeAt(base32(SEED.slice(0, length)), new Date(seconds * 1000), { digits: 8, algorithm });
    expect([at(20, "SHA1"), at(32, "SHA256"), at(64, "SHA512")]).toEqual([sha1, sha256, sha512]);
  });

  it("name their step, within one step of the present", () => {
    const secret = newTotpSecret();
    const now = new Date(1_800_000_015_000);
    const step = 60_000_000;
    const at = (steps: number) => stepOfCode(secret, codeAt(secret, new Date(now.getTime() + steps * 30_000)), now);
    expect([-2, -1, 0, 1, 2].map(at)).toEqual([undefined, step - 1, step, step + 1, undefined]);
    expect(stepOfCode(secret, ` ${codeAt(secret, now).replace(/^.../, "$& ")}`, now)).toBe(step);
    for (const wrong of ["", "12345", "1234567", "abcdef"]) expect(stepOfCode(secret, wrong, now)).toBeUndefined();
  });

  it("are enrolled by a QR code that scanners read", () => {
    const secret = newTotpSecret();
    const { uri, qrCode } = enrolmentOf(secret, { issuer: "Acme: the shop & co", label: "anne+a@example.com" });
    expect(scan(qrCode)).toBe(uri);
    expect(new URL(uri).searchParams.get("issuer")).toBe("Acme  the shop & co");
  });
});

const SCALE = 4;

/** Decodes the drawn image, not the matrix that it was drawn from. */
function scan(svg: string): string {
  const size = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1]);
  const width = size * SCALE;
  // Light everywhere, RGBA.
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y, length] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) {
    for (let row = Number(y) * SCALE; row < (Number(y) + 1) * SCALE; row++) {
      for (let column = Number(x) * SCALE; column < (Number(x) + Number(length)) * SCALE; column++) {
        data.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
      }
    }
  }
  return decodeQR({ width, height: width, data });
}

it("a backup code is read however it is typed", async () => {
  const { codes, hashes } = await newBackupCodes();
  const code = codes[0] ?? "";
  for (const typed of [code, code.toUpperCase(), code.replaceAll("-", ""), ` ${code.replaceAll("-", " ")} `]) {
    expect(await hashBackupCode(typed)).toBe(hashes[0]);
  }
  expect(await hashBackupCode(code.replaceAll("0", "O").replaceAll("1", "l"))).toBe(hashes[0]);
  expect(await hashBackupCode(codes[1] ?? "")).not.toBe(hashes[0]);
});
