import type { CfAuthClient } from "../client-interface.ts";
import type { TypesOf } from "./model-types.ts";
import type { TypedAuthz } from "./typed-authz.ts";

/**
 * A client whose `authz` is typed by a model: `typeof model` of `defineModel`, or the `Model` of a generated file. Without a model it is
 * the plain client.
 */
export type TypedClient<Model, Any extends { readonly authz: unknown } = CfAuthClient> = unknown extends Model
  ? Any
  : Omit<Any, "authz"> & { readonly authz: TypedAuthz<TypesOf<Model>> };
