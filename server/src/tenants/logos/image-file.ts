/** An image file that browsers and email clients show. */
export interface ImageFile {
  readonly type: "image/png" | "image/jpeg" | "image/webp";
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/**
 * Reads the header and the structure of a still PNG, JPEG or WebP file. Undefined for every other file: one that is cut off, moves, or
 * goes on after its image, as a file does that is also a page or an archive.
 */
export function readImage(bytes: Uint8Array<ArrayBuffer>): ImageFile | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const image = readPng(view) ?? readJpeg(view) ?? readWebp(view);
    return image !== undefined && image.width > 0 && image.height > 0 ? image : undefined;
  } catch (error) {
    // Its parts say that it is longer than it is.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Four characters as a big-endian number. */
const fourCharacters = (text: string) => [...text].reduce((sum, character) => sum * 256 + character.charCodeAt(0), 0);

const PNG = 0x89504e470d0a1a0an;
const PNG_CHUNK_EXTRA = 12;
const [IHDR, IDAT, ACTL, IEND] = ["IHDR", "IDAT", "acTL", "IEND"].map(fourCharacters);

/** W3C Portable Network Graphics, Third Edition, §5: a signature and chunks, from IHDR to IEND. `acTL` makes it move. */
function readPng(view: DataView): ImageFile | undefined {
  if (view.byteLength < 8 || view.getBigUint64(0) !== PNG || view.getUint32(12) !== IHDR) return undefined;
  let hasImage = false;
  for (let at = 8; ; at += view.getUint32(at) + PNG_CHUNK_EXTRA) {
    const type = view.getUint32(at + 4);
    if (type === ACTL) return undefined;
    hasImage ||= type === IDAT;
    if (type !== IEND) continue;
    if (!hasImage || at + PNG_CHUNK_EXTRA !== view.byteLength) return undefined;
    return { type: "image/png", width: view.getUint32(16), height: view.getUint32(20) };
  }
}

const [START, END, SCAN, FILL] = [0xd8, 0xd9, 0xda, 0xff];

/** ITU-T T.81, Annex B: segments, each with a marker, from SOI to EOI. The size is in the header of the frame. */
function readJpeg(view: DataView): ImageFile | undefined {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xff00 + START) return undefined;
  let size: Pick<ImageFile, "width" | "height"> | undefined;
  for (let at = 2; view.getUint8(at) === FILL; ) {
    const marker = view.getUint8(at + 1);
    if (marker === END) {
      return size !== undefined && at + 2 === view.byteLength ? { type: "image/jpeg", ...size } : undefined;
    }
    if (marker === FILL) {
      at++;
      continue;
    }
    if (isFrame(marker)) size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += 2 + view.getUint16(at + 2);
    if (marker === SCAN) at = endOfScan(view, at);
  }
  return undefined;
}

/** SOF markers: C0 to CF without DHT (C4), JPG (C8) and DAC (CC). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** The position of the marker after coded data. A zero (stuffing) and the restart markers D0 to D7 belong to the data. */
function endOfScan(view: DataView, from: number): number {
  for (let at = from; ; at++) {
    if (view.getUint8(at) !== FILL) continue;
    const next = view.getUint8(at + 1);
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
  }
}

const [RIFF, WEBP, VP8, VP8L, VP8X] = ["RIFF", "WEBP", "VP8 ", "VP8L", "VP8X"].map(fourCharacters);
const RIFF_HEADER = 12;
const CHUNK_HEADER = 8;
const MOVES = 0x02;

/** RFC 9649 §2: a RIFF file of chunks. The first one has the size. */
function readWebp(view: DataView): ImageFile | undefined {
  if (view.byteLength < RIFF_HEADER || view.getUint32(0) !== RIFF || view.getUint32(8) !== WEBP) return undefined;
  if (view.getUint32(4, true) + CHUNK_HEADER !== view.byteLength) return undefined;
  let hasImage = false;
  let at = RIFF_HEADER;
  while (at < view.byteLength) {
    const type = view.getUint32(at);
    hasImage ||= type === VP8 || type === VP8L;
    // Chunks have an even length.
    const length = view.getUint32(at + 4, true);
    at += CHUNK_HEADER + length + (length % 2);
  }
  const size = webpSize(view, RIFF_HEADER + CHUNK_HEADER);
  return at === view.byteLength && hasImage && size !== undefined ? { type: "image/webp", ...size } : undefined;
}

function webpSize(view: DataView, at: number): Pick<ImageFile, "width" | "height"> | undefined {
  switch (view.getUint32(RIFF_HEADER)) {
    case VP8X: {
      const uint24 = (from: number) => view.getUint16(from, true) + view.getUint8(from + 2) * 65_536;
      if ((view.getUint8(at) & MOVES) !== 0) return undefined;
      return { width: uint24(at + 4) + 1, height: uint24(at + 7) + 1 };
    }
    case VP8L: {
      const bits = view.getUint32(at + 1, true);
      return view.getUint8(at) === 0x2f
        ? { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
        : undefined;
    }
    case VP8:
      // The start code of a key frame (RFC 6386 §9.1).
      if (view.getUint16(at + 3) !== 0x9d01 || view.getUint8(at + 5) !== 0x2a) return undefined;
      return { width: view.getUint16(at + 6, true) & 0x3fff, height: view.getUint16(at + 8, true) & 0x3fff };
    default:
      return undefined;
  }
}
