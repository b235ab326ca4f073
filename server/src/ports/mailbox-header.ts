import { utf8 } from "./encoding.ts";

/** RFC 2047 §2: an encoded word has at most 75 characters, of which 63 are left for base64: 45 bytes, in whole characters. */
const ENCODED_WORD_BYTES = 45;

/**
 * A name and an address as a header has them (RFC 5322 §3.4): the name quoted, or in encoded words where it is not
 * ASCII. Neither may contain a control character.
 */
export function formatMailbox({ name, address }: { readonly name: string; readonly address: string }): string {
  const shown = /^[\x20-\x7e]*$/.test(name) ? `"${name.replace(/["\\]/g, "\\$&")}"` : encodedWords(name);
  return `${shown} <${address}>`;
}

function encodedWords(text: string): string {
  const words = [""];
  for (const character of text) {
    const last = words.at(-1) ?? "";
    if (utf8(last + character).length > ENCODED_WORD_BYTES) words.push(character);
    else words[words.length - 1] = last + character;
  }
  return words.map((word) => `=?UTF-8?B?${utf8(word).toBase64()}?=`).join(" ");
}
