const SECOND = 1000;
const FIRST_MS = 5 * SECOND;
const LONGEST_MS = 4 * 60 * 60 * SECOND;
const GROWTH = 4;

/**
 * How long a letter waits after so many attempts, in milliseconds: 5 seconds, then four times as long each time, up to
 * four hours; a quarter more or less, so that what failed together does not come back together.
 */
export function backoff(attempts: number, random: () => number): number {
  const delay = Math.min(FIRST_MS * GROWTH ** (attempts - 1), LONGEST_MS);
  return Math.round(delay * (0.75 + random() / 2));
}
