/** Languages of hosted pages and emails. */
export const LANGUAGES = ["en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language of a reader: the tenant's setting, or the first supported one of `Accept-Language`; English otherwise. */
export function languageOf(setting: Language | null, acceptLanguage: string | null): Language {
  return setting ?? preferredOf(acceptLanguage ?? "") ?? "en";
}

/** The supported language with the highest quality (RFC 9110 §12.5.4). */
function preferredOf(header: string): Language | undefined {
  const ranges = header.split(",", 20).map((range) => {
    const [tag = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
    return { language: tag.split("-")[0], quality: quality === undefined ? 1 : Number(quality) };
  });
  const usable = ranges
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ language }) => LANGUAGES.find((supported) => supported === language));
  return usable.find((language) => language !== undefined);
}
