/** A file that is being read. */
export interface OpenFile {
  readonly body: ReadableStream<Uint8Array>;
  readonly bytes: number;
  /** Differs whenever the content differs. */
  readonly etag: string;
}

/** The R2 bucket, as far as it is used. */
export interface FileStore {
  /** Undefined where there is no such file, or it is not the version of the etag any more. */
  open(key: string, etag?: string): Promise<OpenFile | undefined>;
  has(key: string): Promise<boolean>;
  bytes(key: string): Promise<ArrayBuffer | undefined>;
  put(key: string, content: Blob | ReadableStream, contentType: string): Promise<void>;
  /** Leaves a file that is there already as it is. */
  putOnce(key: string, content: Uint8Array<ArrayBuffer>): Promise<void>;
  delete(keys: string[]): Promise<void>;
  /** Deletes some of the files whose keys begin so; whether none is left. */
  deleteSome(prefix: string): Promise<boolean>;
}

export function openFiles(bucket: R2Bucket): FileStore {
  return {
    async open(key, etag) {
      const found = await bucket.get(key, etag === undefined ? {} : { onlyIf: { etagMatches: etag } });
      // Without a body the condition was not met.
      if (found === null || !("body" in found)) return undefined;
      return { body: found.body, bytes: found.size, etag: found.etag };
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
    async putOnce(key, content) {
      await bucket.put(key, content, { onlyIf: new Headers({ "if-none-match": "*" }) });
    },
    async delete(keys) {
      if (keys.length > 0) await bucket.delete(keys);
    },
    async deleteSome(prefix) {
      const { objects, truncated } = await bucket.list({ prefix });
      if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key));
      return !truncated;
    },
  };
}
