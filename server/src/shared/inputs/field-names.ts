/** Field names of OpenFGA and AuthZEN, and the names of this API for them. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  user: ["subject"],
  user_type: ["subjectKind", "subjectType"],
  user_filters: ["subjectKind"],
  action: ["relation"],
  permission: ["relation"],
  resource: ["object"],
  type: ["objectType"],
  object_type: ["objectType"],
  tuple_key: ["subject"],
  contextual_tuples: ["contextualTuples"],
  authorization_model: ["model"],
  page_size: ["limit"],
  pageSize: ["limit"],
  continuation_token: ["cursor"],
};
/** Optional fields, which are suggested although the input isn't missing them. */
const OPTIONAL: ReadonlySet<string> = new Set(["contextualTuples", "limit", "cursor"]);

/** The message about unknown fields, with this API's name for fields of other systems. */
export function unknownFields(message: string, keys: readonly string[], isMissing: (name: string) => boolean): string {
  const hints = keys.flatMap((key) => {
    const names = Object.hasOwn(SYNONYMS, key) ? SYNONYMS[key] : [];
    const meant = names?.find((name) => OPTIONAL.has(name) || isMissing(name));
    return meant === undefined ? [] : [`"${key}" is called "${meant}" here`];
  });
  return hints.length === 0 ? message : `${message}: ${hints.join(", ")}.`;
}
