/** What other systems call our fields: OpenFGA and AuthZEN write tuples and pages so. */
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
/** Fields that an input may leave out: nothing else says that they would be accepted in its place. */
const OPTIONAL: ReadonlySet<string> = new Set(["contextualTuples", "limit", "cursor"]);

/** The message about unknown fields, which names our field for those that another system calls so. */
export function unknownFields(message: string, keys: readonly string[], isMissing: (name: string) => boolean): string {
  const hints = keys.flatMap((key) => {
    const names = Object.hasOwn(SYNONYMS, key) ? SYNONYMS[key] : [];
    const meant = names?.find((name) => OPTIONAL.has(name) || isMissing(name));
    return meant === undefined ? [] : [`"${key}" is called "${meant}" here`];
  });
  return hints.length === 0 ? message : `${message}: ${hints.join(", ")}.`;
}
