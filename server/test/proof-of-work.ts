/** Solves a challenge as a client does, by trying numbers. */
export async function solve({ text, bits }: { text: string; bits: number }): Promise<string> {
  for (let number = 0; ; number++) {
    const token = `${text}.${number}`;
    const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
    if (Math.clz32(new DataView(hash).getUint32(0)) >= bits) return token;
  }
}
