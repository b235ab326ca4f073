/** The kinds of text that are read: names in source, file names, and whatever people read as sentences. */
export type Kind = "name" | "path" | "prose";

/** A word that this project does not use, and the field's term for it. */
export interface Word {
  /** Matched against lower-case words separated by single spaces: `mailRoom`, `MAIL_ROOM` and `mail-room` are `mail room`. */
  readonly pattern: RegExp;
  readonly instead: string;
  /** The kinds of text in which the word has no legitimate use. Defaults to all. */
  readonly kinds?: readonly Kind[];
  /** Removed from the text before the pattern is matched: the word's legitimate uses. */
  readonly except?: RegExp;
}

const NAMES = ["name", "path"] as const;

/** One row for each word. A word with many legitimate uses is looked for where it has none: in names, or as a phrase. */
export const WORDS: readonly Word[] = [
  {
    pattern: /\bletters?\b/,
    instead: "email",
    except:
      /\b(?:(?:one|two|three|four|a|any|capital|lower ?case|upper ?case|small|latin|greek|first|same|other) letters?|letters? ?(?:and|or|digits?|numbers?|case|s? ?of the)|(?:digits?|numbers?) ?(?:and|or) letters?|by letters?|dead letters?|letter spacing)\b/g,
  },
  { pattern: /\bmail ?rooms?\b/, instead: "email queue" },
  { pattern: /\bpostm[ae]n\b/, instead: "email worker" },
  { pattern: /\bpost to nobody\b/, instead: "enqueueDecoy" },
  { pattern: /\bguess(?:er|ers|ed)\b/, instead: "attempt, attempt source" },
  { pattern: /\bguess(?:es|ing)?\b/, instead: "attempt, verifyPassword", kinds: NAMES },
  { pattern: /\bat home\b/, instead: "trusted IP" },
  { pattern: /\bpass gate\b|\bentrants?\b/, instead: "sign-in policy, assertCanSignIn, candidate" },
  { pattern: /\bgates?\b/, instead: "sign-in policy", kinds: NAMES },
  { pattern: /\bgive back\b|\breturn attempt\b/, instead: "refund, release", kinds: NAMES },
  { pattern: /^again$/, instead: "reauthenticate", kinds: ["name"] },
  { pattern: /\btold\b|\btells?\b|\btelling\b/, instead: "notify, report, log", kinds: NAMES },
  { pattern: /\b(?:unless|is|are|was|were|be|been) told\b/, instead: "defaults to; is notified, is logged" },
  { pattern: /\bunless given\b/, instead: "defaults to" },
  { pattern: /\bknown keys?\b|\bknown (?:customer keys|tenants)\b/, instead: "cached, key cache", kinds: NAMES },
  { pattern: /\bunseal(?:s|ed)?\b/, instead: "decrypt" },
  { pattern: /\btend(?:s|ed)?\b/, instead: "rotateDueKeys, reconcilePlatform" },
  { pattern: /^ask(?:s|ed)?\b|\basked$|\basker\b/, instead: "check, query, request", kinds: NAMES },
  {
    pattern: /^(?:given|wanted|held)$/,
    instead: "input, contextual, requested, expected, cached or granted",
    kinds: ["name"],
  },
  { pattern: /\binert\b|\brevive[sd]?\b/, instead: "ineffective, effective again" },
  {
    pattern: /\b(?:un)?fold(?:s|ed|ing)?\b/,
    instead: "compact, snapshot",
    kinds: NAMES,
    except: /\b(?:case|un) ?fold(?:s|ed|ing)?\b/g,
  },
  { pattern: /\bfounders?\b/, instead: "first admins, bootstrap" },
  { pattern: /\bclearables?\b/, instead: "purgeable" },
  { pattern: /\bshel(?:f|ves)\b/, instead: "partition (idempotency), storage (sessions)" },
  {
    pattern: /\bholders?\b/,
    instead: "connection owner, credentials",
    except: /\b(?:place|copyright|card) ?holders?\b/g,
  },
  { pattern: /\bkeyed\b/, instead: "idempotent, withIdempotency", kinds: NAMES },
  { pattern: /\bhand(?:s|ed)? over\b/, instead: "issueTokens or flush", kinds: NAMES },
  { pattern: /\bwrit(?:e|es|ten) down\b/, instead: "recordAuditEvent" },
  { pattern: /\bguard(?:s|ed|ing)?\b/, instead: "the name of its role", kinds: NAMES },
  { pattern: /\bown graphs?\b/, instead: "tenant graph, platform graph" },
  { pattern: /\bplaces?\b/, instead: "owner, index, region", kinds: NAMES },
  // `needs` alone is a keyword of GitHub workflows.
  { pattern: /. needs$/, instead: "Deps", kinds: ["name"] },
  {
    // `maximum` alone is a keyword of JSON Schema.
    pattern: /^(?:maximum .+|most|most .+|longest|longest .+)$|\bat once$/,
    instead: "max",
    kinds: ["name"],
    except: /\bmaximum fraction digits\b/g,
  },
  { pattern: /\b(?<!mail )rooms?\b/, instead: "package, folder" },
  {
    pattern: /\b(?:live refused|address refused|tenant misplaced|admins changed|graph full|permission held)\b/,
    instead:
      "test_tenant_only, ip_not_allowed, parent_invalid, conflict, tuple_limit_reached, permission_already_granted",
  },
  { pattern: /\bwhoever\b/, instead: "the person or program that is meant" },
];
