import { type LogRecord, type NumberField, type TextField } from "./record.ts";
/**
 * A condition on a log record, which a missing field doesn't meet. So it has no negation, and values are never empty:
 * Axiom has the empty text for a missing one.
 */
export type Filter = {
    readonly kind: "in";
    readonly field: TextField;
    readonly values: readonly string[];
} | {
    readonly kind: "equals";
    readonly field: NumberField;
    readonly value: number;
} | {
    readonly kind: "atLeast";
    readonly field: NumberField;
    readonly min: number;
} | {
    readonly kind: "above";
    readonly field: NumberField;
    readonly limit: number;
} | {
    readonly kind: "all" | "any";
    readonly filters: readonly Filter[];
};
export declare const is: (field: TextField, ...values: readonly string[]) => Filter;
export declare const equals: (field: NumberField, value: number) => Filter;
export declare const atLeast: (field: NumberField, min: number) => Filter;
export declare const above: (field: NumberField, limit: number) => Filter;
export declare const all: (...filters: readonly Filter[]) => Filter;
export declare const any: (...filters: readonly Filter[]) => Filter;
/** Whether a record meets the condition. */
export declare function matches(filter: Filter, record: LogRecord): boolean;
/** All values that the condition compares a field with. */
export declare function valuesOf(filter: Filter, field: TextField): readonly string[];
