/** The R2 bucket, as far as it is used. */
export interface FileStore {
  get(key: string): Promise<string | undefined>;
  put(key: string, text: string, contentType: string): Promise<void>;
  delete(key: string): Promise<void>;
}

export function openFiles(bucket: R2Bucket): FileStore {
  return {
    async get(key) {
      return await (await bucket.get(key))?.text();
    },
    async put(key, text, contentType) {
      await bucket.put(key, text, { httpMetadata: { contentType } });
    },
    async delete(key) {
      await bucket.delete(key);
    },
  };
}
