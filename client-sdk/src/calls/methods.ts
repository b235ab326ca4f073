import { LISTS, type Procedures } from "../generated/procedures.ts";
import type { CallOptions } from "./call-options.ts";
import { documentOf } from "./document.ts";
import { pagePromise } from "./page.ts";
import { listProcedures } from "./procedure-list.ts";
import type { Transport } from "./transport.ts";

type Methods = { [name: string]: Methods | ((...values: unknown[]) => Promise<unknown>) };

const isList: ReadonlySet<string> = new Set(LISTS.split(" "));

/** `authz.graph.import` becomes `client.authz.graph.import(input, options)`. */
export function methodsOver(transport: Transport): Procedures {
  const root: Methods = {};
  for (const { path, type, takesInput } of listProcedures()) {
    const parts = path.split(".");
    const name = parts.pop() ?? path;
    let family = root;
    for (const part of parts) {
      const next = family[part];
      const made = typeof next === "object" ? next : {};
      family[part] = made;
      family = made;
    }
    family[name] = (...values) => {
      // A request without required fields may be left out. The service expects an object all the same.
      const [input = takesInput ? {} : undefined, options] = takesInput ? values : [undefined, values[0]];
      // Asynchronous, so that an invalid request rejects like any other failure. A list copies its request once.
      const document = async () => documentOf(input);
      const call = async (body: unknown) =>
        // The generated interface passes options last.
        await transport.call(type, path, body, options as CallOptions | undefined);
      if (!isList.has(path)) return document().then(call);
      const filter = document();
      return pagePromise(
        async (cursor) => await call(cursor === undefined ? await filter : { ...Object(await filter), cursor }),
      );
    };
  }
  // Made from the same list as the interface.
  return root as unknown as Procedures;
}
