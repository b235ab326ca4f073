import { field, isRecord } from "../../src/value.ts";
import { bindingsOf, isUpload } from "../bindings.ts";
import { resourceRule } from "../rule.ts";

/** States in which a class has objects here, or is about to. */
const LIVE = [undefined, "created", "expecting-transfer"];

export const durableObjects = resourceRule(
  {
    name: "durable-objects-on-sqlite",
    purpose: "Objects keep their state in SQLite, of which a class cannot be given what it was not declared with.",
  },
  ({ type, props }) => {
    if (!isUpload(type)) return [];
    const declared = field(props, "exports");
    const live = Object.entries(isRecord(declared) ? declared : {}).filter(
      ([, entry]) => field(entry, "type") === "durable-object" && LIVE.some((state) => field(entry, "state") === state),
    );
    const classes = live.map(([name]) => name);
    return [
      ...live
        .filter(([, entry]) => field(entry, "storage") !== "sqlite")
        .map(
          ([name]) => `The objects of ${name} have no SQLite: set storage to "sqlite" in exports of wrangler.jsonc.`,
        ),
      ...bindingsOf(props)
        // With a script's name it is bound to another Worker's class.
        .filter((binding) => binding.type === "durable_object_namespace" && binding.scriptName === undefined)
        .filter(({ className }) => !classes.includes(String(className)))
        .map(
          ({ name, className }) =>
            `${name} is bound to ${className}, which is not declared: add it to exports of wrangler.jsonc.`,
        ),
      ...(field(props, "migrations") === undefined
        ? []
        : ["It has migrations of classes beside exports: declare classes in exports of wrangler.jsonc alone."]),
    ];
  },
);
