import { bcrypt as derive } from "../../ports/bcrypt.ts";
import type { Hasher } from "./hasher.ts";

/**
 * bcrypt, for hashes that were made elsewhere and are replaced at the next sign-in: so a cost that is too low today is
 * taken, and gone when its user has signed in once. It looks at 72 bytes of a password
 * and no more, so a longer one is refused rather than cut: its user resets it.
 */
export const bcrypt: Hasher<"cost"> = {
  id: "bcrypt",
  limits: { cost: [4, 13] },
  longestPassword: 72,

  async derive(password, salt, { cost }) {
    return derive(password, salt, cost);
  },
};
