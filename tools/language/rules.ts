import { readPage, readSource, type Sentence, type Text } from "./read.ts";
import { WORDS } from "./words.ts";

/** Something to change, as the command prints it. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** The most words of a sentence in the docs; 25 is the aim. */
export const MAX_SENTENCE_WORDS = 30;

/** First words that say nothing of what a sentence is about. */
const EMPTY_START = /^(?:what(?:ever)?|who(?:ever)?|where|how|so|nobody)\b/i;

/** Words of another dialect in names, comments, strings and file names. */
export function findWords({ file, line, kind, text }: Text): Finding[] {
  const plain = splitWords(text);
  return WORDS.flatMap(({ pattern, instead, kinds, except }) => {
    if (kinds !== undefined && !kinds.includes(kind)) return [];
    const found = pattern.exec(except === undefined ? plain : plain.replace(except, ""));
    return found === null ? [] : [{ file, line, message: `"${found[0]}" is not used here: write ${instead}.` }];
  });
}

/** `mailRoom`, `MAIL_ROOM` and `mail-room` as `mail room`. */
function splitWords(text: string): string {
  return text
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/[^\p{L}\d']+/gu, " ")
    .toLowerCase()
    .trim();
}

export function findLongSentences({ file, line, text }: Sentence): Finding[] {
  const words = text.split(" ").filter((word) => /[\p{L}\d]/u.test(word)).length;
  if (words <= MAX_SENTENCE_WORDS) return [];
  const start = text.split(" ").slice(0, 6).join(" ");
  return [
    { file, line, message: `${words} words in one sentence, at most ${MAX_SENTENCE_WORDS}: "${start} …". Split it.` },
  ];
}

export function findEmptyStarts({ file, line, text }: Sentence): Finding[] {
  const [start] = EMPTY_START.exec(text) ?? [];
  if (start === undefined || text.endsWith("?")) return [];
  return [{ file, line, message: `Begins with "${start}": begin with the thing or the verb.` }];
}

/** An error whose action is no step that a caller can take. */
export function findVagueActions(
  file: string,
  errors: Readonly<Record<string, { readonly action: string }>>,
): Finding[] {
  return Object.entries(errors).flatMap(([code, { action }]) => {
    const isConcrete =
      /^(?:No action needed: |[A-Z][a-z']+ )/.test(action) && !NO_VERB.test(action) && action.split(" ").length >= 3;
    return isConcrete
      ? []
      : [{ file, line: 0, message: `${code}: "${action}" is no concrete next step. Begin with a verb.` }];
  });
}

const NO_VERB = /^(?:The|This|That|These|A|An|It|There|What|Who|Where|How|So|Nothing|Nobody|You)\b|^Try again\.$/;

export const findInSource = (file: string, source: string): Finding[] => readSource(file, source).flatMap(findWords);

export function findInPage(file: string, page: string): Finding[] {
  return readPage(file, page).flatMap((sentence) => [
    ...findWords({ ...sentence, kind: "prose" }),
    ...findLongSentences(sentence),
    ...findEmptyStarts(sentence),
  ]);
}
