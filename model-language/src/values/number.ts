/** Digits with an optional fraction and exponent, of bounded length. */
const DECIMAL = /^(?=.{1,100}$)[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const DIGITS = /^[+-]?\d{1,30}$/;

/** A double from a JSON number or a decimal string; JSON has neither NaN nor infinities. */
export function toDouble(json: unknown): number | undefined {
  const number = typeof json === "string" && DECIMAL.test(json) ? Number(json) : json;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** An integer from `min` to `max` from a JSON number without a fraction or a decimal string, such as 1e3 or "10". */
export function toInteger(json: unknown, min: bigint, max: bigint): bigint | undefined {
  const integer = typeof json === "string" && DIGITS.test(json) ? BigInt(json) : whole(json);
  return integer !== undefined && integer >= min && integer <= max ? integer : undefined;
}

function whole(json: unknown): bigint | undefined {
  const number = toDouble(json);
  if (number === undefined || !Number.isInteger(number)) return undefined;
  // A string may have more digits than a double.
  return typeof json === "number" || Number.isSafeInteger(number) ? BigInt(number) : undefined;
}
