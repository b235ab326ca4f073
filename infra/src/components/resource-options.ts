import type * as pulumi from "@pulumi/pulumi";
import type { Adopted } from "../stack-config.ts";

/**
 * Options for resources with data: protected, and retained in the account when removed from the program. Resources of a
 * pull request are neither, since their stack is destroyed with it.
 */
export function retainOptions(
  parent: pulumi.Resource,
  { preview }: { readonly preview: boolean },
): pulumi.CustomResourceOptions {
  return { parent, protect: !preview, retainOnDelete: !preview };
}

/** Options that import an existing resource by its id instead of creating one. */
export function adoptOptions(adopted: Adopted[keyof Adopted]): pulumi.CustomResourceOptions {
  return adopted === undefined ? {} : { import: adopted.id };
}
