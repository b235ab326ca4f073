/** 26 bits: more than the 20 bits that a code with few attempts requires (SECURITY rule 15). */
const DIGITS = 8;
/** The code of every email in a test tenant. */
export const TEST_CODE = "0".repeat(DIGITS);

/** Creates the codes that users receive by email and type. */
export interface Codes {
  next(tenant: { readonly environment: "live" | "test" }): string;
}

/** Random digits; `TEST_CODE` in a test tenant, so that a test knows it without reading emails. */
export const codes: Codes = {
  next: ({ environment }) => (environment === "test" ? TEST_CODE : randomDigits()),
};

function randomDigits(): string {
  const range = 10 ** DIGITS;
  // Numbers above the last multiple of the range would make some codes more likely than others.
  const fair = Math.floor(2 ** 32 / range) * range;
  for (;;) {
    const [number = fair] = crypto.getRandomValues(new Uint32Array(1));
    if (number < fair) return `${number % range}`.padStart(DIGITS, "0");
  }
}
