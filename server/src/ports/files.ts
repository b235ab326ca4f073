/** An open file. */
export interface OpenFile {
  readonly body: ReadableStream<Uint8Array>;
  readonly bytes: number;
  /** Differs whenever the content differs. */
  readonly etag: string;
  /** The media type with which the file was written; undefined without one. */
  readonly contentType: string | undefined;
}

/** Writes a piece of text. Await the result if it is a promise. */
export type WriteText = (piece: string) => void | Promise<void>;

/** Size of a part. R2 requires equal parts of at least 5 MiB. */
const PART_BYTES = 8 * 1024 * 1024;

/** The operations of the R2 bucket that the server uses. */
export interface FileStore {
  /** Undefined if the file doesn't exist or its etag differs. */
  open(key: string, etag?: string): Promise<OpenFile | undefined>;
  has(key: string): Promise<boolean>;
  bytes(key: string): Promise<ArrayBuffer | undefined>;
  put(key: string, content: Blob | ReadableStream, contentType: string): Promise<void>;
  /** Uploads a file in pieces of any length; it appears when all are written. Returns the result of the work. */
  write<T>(key: string, contentType: string, work: (write: WriteText) => Promise<T>): Promise<T>;
  /** Creates a file unless it exists. */
  putOnce(key: string, content: Uint8Array<ArrayBuffer>): Promise<void>;
  delete(keys: string[]): Promise<void>;
  /** Up to 1,000 keys with a prefix after another key, in order. */
  list(prefix: string, after?: string): Promise<string[]>;
  /** Up to 1,000 folders directly below a prefix after another folder, in order, each with a slash at its end. */
  folders(prefix: string, after?: string): Promise<string[]>;
  /** Deletes up to 1,000 files by prefix. Returns whether none is left. */
  deleteSome(prefix: string): Promise<boolean>;
}

export function openFiles(bucket: R2Bucket): FileStore {
  return {
    async open(key, etag) {
      const found = await bucket.get(key, etag === undefined ? {} : { onlyIf: { etagMatches: etag } });
      // Without a body the condition was not met.
      if (found === null || !("body" in found)) return undefined;
      const { body, size: bytes, httpMetadata } = found;
      return { body, bytes, etag: found.etag, contentType: httpMetadata?.contentType };
    },
    async has(key) {
      return (await bucket.head(key)) !== null;
    },
    async bytes(key) {
      return await (await bucket.get(key))?.arrayBuffer();
    },
    async put(key, content, contentType) {
      await bucket.put(key, content, { httpMetadata: { contentType } });
    },
    async write(key, contentType, work) {
      const file = new Parts(bucket, key, contentType);
      try {
        const result = await work((piece) => file.write(piece));
        await file.end();
        return result;
      } catch (error) {
        await file.abort();
        throw error;
      }
    },
    async putOnce(key, content) {
      await bucket.put(key, content, { onlyIf: new Headers({ "if-none-match": "*" }) });
    },
    async delete(keys) {
      if (keys.length > 0) await bucket.delete(keys);
    },
    async list(prefix, after) {
      const { objects } = await bucket.list({ prefix, ...(after !== undefined && { startAfter: after }) });
      return objects.map(({ key }) => key);
    },
    async folders(prefix, after) {
      // The keys in the folder itself follow its name, so the folder comes again: it is left out.
      const start = after === undefined ? {} : { startAfter: `${after}\u{10FFFF}` };
      return (await bucket.list({ prefix, delimiter: "/", ...start })).delimitedPrefixes;
    },
    async deleteSome(prefix) {
      const { objects, truncated } = await bucket.list({ prefix });
      if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key));
      return !truncated;
    },
  };
}

/** A file that is uploaded while it is written, with at most one part in memory. */
class Parts {
  private readonly bucket: R2Bucket;
  private readonly key: string;
  private readonly options: R2PutOptions & R2MultipartOptions;
  private readonly encoder = new TextEncoder();
  private buffer = new Uint8Array(PART_BYTES);
  private length = 0;
  /** Undefined while one part is enough. */
  private upload: R2MultipartUpload | undefined;
  private readonly parts: R2UploadedPart[] = [];

  constructor(bucket: R2Bucket, key: string, contentType: string) {
    this.bucket = bucket;
    this.key = key;
    this.options = { httpMetadata: { contentType } };
  }

  write(piece: string): void | Promise<void> {
    const { read, written } = this.encoder.encodeInto(piece, this.buffer.subarray(this.length));
    this.length += written;
    if (read < piece.length) return this.next(piece.slice(read));
  }

  async end(): Promise<void> {
    const rest = this.buffer.subarray(0, this.length);
    if (this.upload === undefined) await this.bucket.put(this.key, rest, this.options);
    else {
      if (rest.length > 0) await this.uploadPart(this.upload, rest);
      await this.upload.complete(this.parts);
    }
  }

  async abort(): Promise<void> {
    await this.upload?.abort();
  }

  /** Uploads the full part and continues with the rest of the piece. */
  private async next(rest: string): Promise<void> {
    this.upload ??= await this.bucket.createMultipartUpload(this.key, this.options);
    // All parts but the last have one size, so a character may be split between its bytes.
    const bytes = this.encoder.encode(rest);
    const space = PART_BYTES - this.length;
    this.buffer.set(bytes.subarray(0, space), this.length);
    await this.uploadPart(this.upload, this.buffer);
    this.buffer = new Uint8Array(PART_BYTES);
    this.buffer.set(bytes.subarray(space));
    this.length = bytes.length - space;
  }

  private async uploadPart(upload: R2MultipartUpload, part: Uint8Array<ArrayBuffer>): Promise<void> {
    this.parts.push(await upload.uploadPart(this.parts.length + 1, part));
  }
}
