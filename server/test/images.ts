/** Images of one pixel, made by usual tools: PNG, JPEG, and WebP with and without loss. */
export const PIXELS = {
  png: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  jpeg: "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z",
  webp: "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA",
  webpLossless: "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==",
} as const;

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromBase64(base64);
}

export const bytesOfText = (text: string) => new Uint8Array(new TextEncoder().encode(text));

export function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function number(value: number, size: number, isLittleEndian = false): Uint8Array {
  const all = Array.from({ length: size }, (_, i) => (value / 256 ** i) & 255);
  return new Uint8Array(isLittleEndian ? all : all.reverse());
}

/** A chunk of a PNG file. Its checksum is zero: a header is read without it. */
function pngChunk(type: string, content: Uint8Array): Uint8Array {
  return joined(number(content.length, 4), bytesOfText(type), content, new Uint8Array(4));
}

/** A PNG file of any size in pixels and bytes, with further chunks. */
export function pngOf({
  width = 16,
  height = 16,
  length = 0,
  chunks = [],
}: {
  width?: number;
  height?: number;
  length?: number;
  chunks?: readonly string[];
} = {}): Uint8Array<ArrayBuffer> {
  const header = joined(number(width, 4), number(height, 4), new Uint8Array([8, 6, 0, 0, 0]));
  const parts = chunks.map((type) => pngChunk(type, new Uint8Array(8)));
  const signature = bytesOf(PIXELS.png).subarray(0, 8);
  const around = 8 + 25 + parts.length * 20 + 12 + 12;
  const data = pngChunk("IDAT", new Uint8Array(Math.max(0, length - around)));
  return joined(signature, pngChunk("IHDR", header), ...parts, data, pngChunk("IEND", new Uint8Array(0)));
}

/** A WebP file in the extended format. */
export function webpOf({ width, height, moves = false }: { width: number; height: number; moves?: boolean }) {
  const header = joined(
    new Uint8Array([moves ? 2 : 0, 0, 0, 0]),
    number(width - 1, 3, true),
    number(height - 1, 3, true),
  );
  const image = bytesOf(PIXELS.webp).subarray(12);
  const content = joined(bytesOfText("WEBP"), bytesOfText("VP8X"), number(header.length, 4, true), header, image);
  return joined(bytesOfText("RIFF"), number(content.length, 4, true), content);
}

/** A JPEG file whose frame says another size. */
export function jpegOf({ width, height }: { width: number; height: number }): Uint8Array<ArrayBuffer> {
  const image = bytesOf(PIXELS.jpeg);
  const at = image.findIndex((byte, i) => byte === 0xff && image[i + 1] === 0xc0);
  image.set(number(height, 2), at + 5);
  image.set(number(width, 2), at + 7);
  return image;
}
