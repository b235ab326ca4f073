import { describe, expect, it } from "vitest";
import { commonPasswords, REAL_PASSWORDS } from "./passwords.ts";

const passwords = new Set(commonPasswords());
const lengths = [...passwords].map((password) => [...password].length);

it("has far more than the required 3,000 passwords, for short and long minimum lengths", () => {
  expect(lengths.filter((length) => length >= 8 && length < 15).length).toBeGreaterThan(200_000);
  expect(lengths.filter((length) => length >= 15).length).toBeGreaterThan(30_000);
});

it("contains every real password of at least 8 characters", () => {
  const real = REAL_PASSWORDS.filter((password) => [...password].length >= 8);
  expect(real.slice(0, 3)).toEqual(["password", "12345678", "123456789"]);
  expect(real).toHaveLength(17_950);
  expect(real.filter((password) => !passwords.has(password))).toEqual([]);
});

it("contains passwords in their normal form", () => {
  for (const password of passwords) expect(password).toBe(password.normalize("NFKC").toLowerCase());
});

describe("contains common passwords", () => {
  it.each([
    [
      "real passwords that no rule generates",
      "4815162342 rush2112 12qwaszx cowboys1 1232323q zaqxswcde polniypizdec0211",
    ],
    ["words", "password baseball princess whatever computer superman jennifer liverpool starwars mercedes"],
    [
      "words with an ending",
      "password1 welcome1 letmein1 dragon123 monkey123 jordan23 password123! summer2026! admin@123",
    ],
    ["substituted characters", "passw0rd p@ssw0rd p@$$w0rd pa55word trustno1 w3lc0m31"],
    ["digits", "12345678 123456789 1234567890 87654321 11111111 12341234 11223344 10203040 147258369 789456123"],
    ["digits with a letter", "123456789a aa123456 a1b2c3d4 abcd1234"],
    ["days", "01011990 19991231 12251985 31121999"],
    ["keyboards", "qwertyuiop asdfghjkl 1q2w3e4r 1qaz2wsx zaq12wsx !qaz2wsx qweasdzxc qwer1234 azertyuiop qwertzuiop"],
    [
      "fifteen characters",
      "passwordpassword 123456789012345 qwertyuiopasdfghjkl 1qaz2wsx3edc4rfv iloveyouiloveyou letmeinletmein1",
    ],
    [
      "fifteen characters of other kinds",
      "administrator123 password12345678 qwertyuiop123456 q1w2e3r4t5y6u7i8 abcdefghijklmnop",
    ],
    ["other languages", "contraseña passwort123 motdepasse1 ichliebedich tequieromucho wachtwoord woaini1314"],
  ])("%s", (_, text) => {
    expect(text.split(" ").filter((password) => !passwords.has(password))).toEqual([]);
  });

  it("phrases with any separator", () => {
    for (const phrase of ["correct horse battery staple", "may the force be with you", "the quick brown fox"]) {
      for (const joint of [" ", "", "-", "_"]) expect(passwords).toContain(phrase.replaceAll(" ", joint));
    }
  });
});

it("doesn't contain uncommon passwords", () => {
  for (const password of [
    "an unlikely sentence",
    "seven wild geese at dawn",
    "k7#vq!m2xpz9",
    "zahnfee raucht pfeife",
  ]) {
    expect(passwords).not.toContain(password);
  }
});
