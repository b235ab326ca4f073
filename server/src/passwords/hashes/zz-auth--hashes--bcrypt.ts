import { bcrypt as derive } from "../../ports/bcrypt.ts";
import type { Hasher } from "./zz-auth--hashes--hasher.ts";

/**
/**
 * bcrypt, for hashes that were made elsewhere and are replaced at the next sign-in: so a cost that is too low today is
 * taken, and gone when its user has signed in once. It looks at 72 bytes of a password and no more, so a longer one is
 * refused rather than cut: its user resets it. The highest cost is some 300 ms of work in one piece, and each step more
 * would double that.
 */
export const bcrypt: Hasher<"cost"> = {
  id: "bcrypt",
  limits: { cost: [4, 12] },
  longestPassword: 72,

  async derive(password, salt, { cost }) {
    return derive(password, salt, cost);
  },
};
