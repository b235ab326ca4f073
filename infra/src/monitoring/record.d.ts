/** Fields that monitors read, by the type of their values. A dot leads into an object; `length` counts a list. */
declare const FIELDS: {
    readonly level: "string";
    readonly message: "string";
    readonly procedure: "string";
    readonly status: "number";
    readonly outcome: "string";
    readonly durationMs: "number";
    readonly job: "string";
    readonly failure: "string";
    readonly "counts.lost.length": "number";
    readonly "invocation.handler": "string";
    readonly "invocation.outcome": "string";
};
export type Field = keyof typeof FIELDS;
type FieldOf<Type extends string> = {
    [Name in Field]: (typeof FIELDS)[Name] extends Type ? Name : never;
}[Field];
export type TextField = FieldOf<"string">;
export type NumberField = FieldOf<"number">;
/** A log record: the JSON that the Worker wrote, and the time in milliseconds since 1970 at which it was logged. */
export interface LogRecord {
    readonly at: number;
    readonly fields: Readonly<Record<string, unknown>>;
}
/** Empty for a record without the field. */
export declare function textOf({ fields }: LogRecord, field: TextField): string;
/** Undefined for a record without the field, which matches no condition on a number. */
export declare function numberOf({ fields }: LogRecord, field: NumberField): number | undefined;
export {};
