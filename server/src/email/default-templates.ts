import type { Language } from "../shared/languages.ts";
import { timeText } from "../shared/time-text.ts";
import type { EmailKind, OutgoingEmail } from "./email.ts";
import { emailHtml, emailText } from "./email-layout.ts";
import type { Template } from "./template.ts";
import { de } from "./texts/de.ts";
import type { EmailTexts } from "./texts/email-texts.ts";
import { en } from "./texts/en.ts";

/** Names of values that are times. */
const TIMES = new Set(["when", "until"]);

const CATALOGUES: Readonly<Record<Language, EmailTexts>> = { en, de };

/** Default template of a kind of email. `logo` is the URL of an image. */
export function defaultTemplate(kind: EmailKind, logo: string | null, language: Language = "en"): Template {
  const { subject, blocks } = CATALOGUES[language].emails[kind];
  return { subject, text: emailText(blocks), html: emailHtml(subject, blocks, { logo, language }) };
}

/** The values of an email, with the words and times of its language. */
export function wordsOf(email: OutgoingEmail, language: Language): OutgoingEmail["values"] {
  return { ...namesIn(email, language), ...timesIn(email.values, language) };
}

function namesIn({ kind, values }: OutgoingEmail, language: Language): OutgoingEmail["values"] {
  const { changes, unknownLocation } = CATALOGUES[language];
  if (kind === "security_changed") {
    const known: unknown = Object.hasOwn(changes, values.change) ? Reflect.get(changes, values.change) : undefined;
    return { ...values, change: typeof known === "string" ? known : values.change };
  }
  if (kind === "new_device") return { ...values, location: values.location || unknownLocation };
  return values;
}

/** Values that are times, as readers write them. A queue may still have times in another form, which stay. */
function timesIn(values: OutgoingEmail["values"], language: Language): Readonly<Record<string, string>> {
  const entries = Object.entries(values).flatMap(([name, value]) => {
    const time = TIMES.has(name) ? new Date(value) : undefined;
    return time === undefined || Number.isNaN(time.getTime()) ? [] : [[name, timeText(time, language)] as const];
  });
  return Object.fromEntries(entries);
}
