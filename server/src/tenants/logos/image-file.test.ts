import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOf, bytesOfText, joined, jpegOf, PIXELS, pngOf, webpOf } from "../../../test/images.ts";
import { readImage } from "./image-file.ts";

const IMAGES = Object.entries(PIXELS).map(([name, base64]) => [name, bytesOf(base64)] as const);

describe("an image file", () => {
  it.each([
    ["png", "image/png"],
    ["jpeg", "image/jpeg"],
    ["webp", "image/webp"],
    ["webpLossless", "image/webp"],
  ] as const)("is known by its first bytes: %s", (name, type) => {
    expect(readImage(bytesOf(PIXELS[name]))).toEqual({ type, width: 1, height: 1 });
  });

  it("has its size in the header", () => {
    const size = { width: 1234, height: 4321 };
    for (const bytes of [pngOf(size), jpegOf(size), webpOf(size)]) expect(readImage(bytes)).toMatchObject(size);
    expect(readImage(webpOf({ width: 70_000, height: 2 }))).toMatchObject({ width: 70_000, height: 2 });
  });

  it.each(IMAGES)("is none when it is cut off anywhere: %s", (_, bytes) => {
    for (let length = 0; length < bytes.length; length++) expect(readImage(bytes.slice(0, length))).toBeUndefined();
  });

  it.each(IMAGES)("is none when it goes on after its end, as a file does that is also a page: %s", (_, bytes) => {
    for (const more of ["\0", "<script>alert(1)</script>", "PK\u0003\u0004"]) {
      expect(readImage(joined(bytes, bytesOfText(more)))).toBeUndefined();
      expect(readImage(joined(bytesOfText(more), bytes))).toBeUndefined();
    }
  });

  it.each<[string, Uint8Array<ArrayBuffer>]>([
    ["an SVG", bytesOfText('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ["an SVG with a declaration", bytesOfText('<?xml version="1.0"?><svg/>')],
    ["a page", bytesOfText("<!doctype html><script>alert(1)</script>")],
    ["a GIF", bytesOf("R0lGODlhAQABAAAAACw=")],
    ["a BMP", bytesOfText("BM\0\0\0\0")],
    ["a PNG that moves", pngOf({ chunks: ["acTL"] })],
    ["a WebP that moves", webpOf({ width: 2, height: 2, moves: true })],
    ["a PNG without height", pngOf({ height: 0 })],
    ["a JPEG without width", jpegOf({ width: 0, height: 1 })],
    ["a header alone", bytesOf(PIXELS.png).slice(0, 33)],
    ["nothing", new Uint8Array()],
  ])("is none if it is %s", (_, bytes) => {
    expect(readImage(bytes)).toBeUndefined();
  });

  it("is read or refused, and never throws or reads forever", () => {
    const starts = IMAGES.map(([, bytes]) => bytes);
    const change = fc.tuple(fc.nat(200), fc.nat(255));
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.array(change, { maxLength: 6 }), (start, changes) => {
        const bytes = start.slice();
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const image = readImage(bytes);
        if (image !== undefined) expect(Math.min(image.width, image.height)).toBeGreaterThan(0);
      }),
    );
  });
});
