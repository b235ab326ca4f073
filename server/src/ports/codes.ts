/** 26 bits: more than the 20 that a code needs that is good for a few tries (SECURITY rule 15). */
const DIGITS = 8;
/** Every code of a test tenant. */
export const TEST_CODE = "0".repeat(DIGITS);

/** Makes the codes that users are sent and type. */
export interface Codes {
  next(tenant: { readonly environment: "live" | "test" }): string;
}

/** Random digits; in a test tenant `TEST_CODE` each time, so that a test knows it without reading mail. */
export const codes: Codes = {
  next: ({ environment }) => (environment === "test" ? TEST_CODE : randomDigits()),
};

function randomDigits(): string {
  const range = 10 ** DIGITS;
  // Numbers above the last multiple of the range would make the first codes likelier than the rest.
  const fair = Math.floor(2 ** 32 / range) * range;
  for (;;) {
    const [number = fair] = crypto.getRandomValues(new Uint32Array(1));
    if (number < fair) return `${number % range}`.padStart(DIGITS, "0");
  }
}
