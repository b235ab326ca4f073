/** The least and the most that a stored hash may ask for of a parameter. */
export type Limit = readonly [least: number, most: number];

/** One way of hashing passwords, with its parameters as PHC strings name them. */
export interface Hasher<Parameter extends string = string> {
  /** Its identifier in PHC strings. */
  readonly id: string;
  /** What PHC strings give as `v`; undefined where they give nothing. */
  readonly version?: number;
  /** What a new hash costs; undefined where no new ones are made. */
  readonly cost?: Readonly<Record<Parameter, number>>;
  readonly limits: Readonly<Record<Parameter, Limit>>;
  /** Longer passwords, in bytes, match nothing. */
  readonly longestPassword?: number;
  /** Whether the parameters, each within its limits, are within them together, for a hash of so many bytes. */
  fits?(cost: Readonly<Record<Parameter, number>>, length: number): boolean;
  /** Whether new hashes can be made here. They can unless it says otherwise. */
  isAvailable?(): Promise<boolean>;
  derive(
    password: string,
    salt: Uint8Array,
    cost: Readonly<Record<Parameter, number>>,
    length: number,
  ): Promise<Uint8Array>;
}
