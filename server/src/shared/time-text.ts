import type { Language } from "./languages.ts";

/** A time for people, in their language and in UTC, which is named. `medium` shortens the month. */
export function timeText(time: Date, language: Language, dateStyle: "long" | "medium" = "long"): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle, timeStyle: "short", timeZone: "UTC" });
  // Some locales put a narrow space before AM and PM, which some email clients can't show.
  return `${format.format(time).replaceAll("\u202f", " ")} UTC`;
}
