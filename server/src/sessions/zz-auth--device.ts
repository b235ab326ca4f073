/** A name and the mark by which it is told. Earlier marks win: most browsers also claim to be older ones. */
type Marks = readonly (readonly [name: string, mark: RegExp])[];

const BROWSERS: Marks = [
  ["Edge", /\bEdg(?:e|A|iOS)?\//],
  ["Opera", /\b(?:OPR|OPiOS|Opera)\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Firefox", /\b(?:Firefox|FxiOS)\//],
  ["Chrome", /\b(?:Chrome|Chromium|CriOS)\//],
  ["Safari", /\bVersion\/[\d.]+.*\bSafari\//],
];

const SYSTEMS: Marks = [
  ["iOS", /\biPhone\b/],
  ["iPadOS", /\biPad\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows NT\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["macOS", /\bMac OS X\b/],
  ["Linux", /\bLinux\b/],
];

/**
 * What a user calls the device that a session is on, such as "Firefox on Windows", from its user agent. Anyone can send
 * any user agent: this is to recognise one's own sessions by, and decides nothing.
 */
export function deviceOf(userAgent: string): string {
  const browser = nameIn(userAgent, BROWSERS);
  const system = nameIn(userAgent, SYSTEMS);
  if (browser !== undefined && system !== undefined) return `${browser} on ${system}`;
  // A program rather than a browser says its name first: `curl/8.5.0`.
  return browser ?? system ?? /^([A-Za-z][\w.-]{0,39})\//.exec(userAgent)?.[1] ?? "Unknown device";
}

function nameIn(userAgent: string, marks: Marks): string | undefined {
  return marks.find(([, mark]) => mark.test(userAgent))?.[0];
}
