import { field, isRecord } from "../../src/value.ts";
import { bindingsOf, isUpload } from "../bindings.ts";
import { resourceRule } from "../rule.ts";

/** States of a class that has objects in this Worker, or is about to. */
const LIVE = [undefined, "created", "expecting-transfer"];

export const durableObjects = resourceRule(
  {
    name: "durable-objects-on-sqlite",
    purpose: "Objects store their state in SQLite. A class can't switch its storage after it is declared.",
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
          ([name]) => `The class ${name} does not use SQLite: set storage to "sqlite" in exports of wrangler.jsonc.`,
        ),
      ...bindingsOf(props)
        // A binding with a script name refers to another Worker's class.
        .filter((binding) => binding.type === "durable_object_namespace" && binding.scriptName === undefined)
        .filter(({ className }) => !classes.includes(String(className)))
        .map(
          ({ name, className }) =>
            `${name} is bound to ${className}, which isn't declared: add it to exports of wrangler.jsonc.`,
        ),
      ...(field(props, "migrations") === undefined
        ? []
        : ["It has class migrations besides exports: declare classes only in exports of wrangler.jsonc."]),
    ];
  },
);
