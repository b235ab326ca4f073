/** JSON Schema of requests in the contract: only these keywords. */
export interface InputSchema {
  readonly type?: "string" | "number" | "integer" | "boolean" | "null" | "array" | "object";
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly InputSchema[];
  readonly oneOf?: readonly InputSchema[];
  readonly default?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly items?: InputSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, InputSchema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: InputSchema;
  readonly additionalProperties?: boolean | InputSchema;
  /** Checks without a JSON Schema keyword; see server/src/shared/inputs/input-check.ts. */
  readonly "x-checks"?: readonly InputCheck[];
  /** The message for an invalid time. */
  readonly "x-message"?: string;
  /** Text that the service parses with code of its own, which is copied here. */
  readonly "x-reads"?: "email" | "domain name";
  /** A `Date` in it counts as RFC 3339 text. */
  readonly "x-times"?: string;
  /** Maximum number of items of these arrays together; more fail with `batch_too_large`. */
  readonly "x-total"?: {
    readonly of: readonly string[];
    readonly maximum: number;
    readonly unit: string;
    readonly counted: string;
  };
}

export interface InputCheck {
  readonly message: string;
  readonly maxBytes?: number;
  readonly wellFormed?: boolean;
  readonly noControls?: boolean;
  readonly notBlank?: boolean;
  readonly json?: boolean;
  readonly maxJsonBytes?: number;
  readonly maxDepth?: number;
  readonly fields?: { readonly of: readonly string[]; readonly atLeast?: number; readonly atMost: number };
  readonly requires?: readonly string[];
}
