import type { Language } from "../languages.ts";
import { de } from "./de.ts";
import { en, type PageTexts } from "./en.ts";

export type { PageTexts } from "./en.ts";

const CATALOGUES: Readonly<Record<Language, PageTexts>> = { en, de };

/** Texts of the hosted pages in a language. */
export function pageTexts(language: Language): PageTexts {
  return CATALOGUES[language];
}
