import type * as pulumi from "@pulumi/pulumi";
import type { Adopted } from "../stack-config.ts";

/**
 * Options of what holds data: it is protected, and kept in the account even when it leaves the program. What goes with a
 * pull request is neither, since the whole stack is destroyed with it.
 */
export function kept(
  parent: pulumi.Resource,
  { preview }: { readonly preview: boolean },
): pulumi.CustomResourceOptions {
  return { parent, protect: !preview, retainOnDelete: !preview };
}

/** Options of what may be there already: it is taken over by its id, as it is, and never made anew for it. */
export function taken(adopted: Adopted[keyof Adopted]): pulumi.CustomResourceOptions {
  return adopted === undefined ? {} : { import: adopted.id };
}
