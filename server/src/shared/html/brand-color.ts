type Rgb = readonly [red: number, green: number, blue: number];

/** Contrast of text (WCAG 2.2, 1.4.3). */
const TEXT_CONTRAST = 4.5;
/** Grounds of pages, light and dark: those on which text of the color has the least contrast. */
const LIGHT: Rgb = [250, 250, 250];
const DARK: Rgb = [34, 34, 38];
const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [24, 24, 27];

export const BRAND_COLOR = /^#[0-9a-f]{6}$/;

/**
 * Style rules for a tenant's color, `#rrggbb`: the color of buttons with a readable label, and the color of links, made darker or
 * lighter until it has the contrast of WCAG 2.2 AA. Empty for text that is no color.
 */
export function brandColorStyle(color: string): string {
  const accent = parse(color);
  if (accent === undefined) return "";
  const label = contrast(accent, WHITE) >= TEXT_CONTRAST ? WHITE : BLACK;
  // Neither label is readable on a few colors in the middle: the button gets darker.
  const button = label === BLACK && contrast(accent, BLACK) < TEXT_CONTRAST ? until(accent, BLACK, WHITE) : accent;
  const onButton = button === accent ? label : WHITE;
  const hover = mix(button, onButton === WHITE ? BLACK : WHITE, 0.14);
  const shared = `--accent:${hex(button)};--accent-hover:${hex(hover)};--on-accent:${hex(onButton)}`;
  const [light, dark] = [until(accent, BLACK, LIGHT), until(accent, WHITE, DARK)];
  return `:root{${shared};--link:${hex(light)};--focus:${hex(light)}}@media(prefers-color-scheme:dark){:root{${shared};--link:${hex(dark)};--focus:${hex(dark)}}}`;
}

/** Contrast ratio of two colors, 1 to 21 (WCAG 2.2, relative luminance). */
export function contrastOf(one: string, other: string): number {
  return contrast(parse(one) ?? WHITE, parse(other) ?? WHITE);
}

/** The color, mixed with another until it has the contrast of text on a ground. */
function until(color: Rgb, towards: Rgb, ground: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(color, towards, share);
    if (contrast(mixed, ground) >= TEXT_CONTRAST) return mixed;
  }
  return towards;
}

function mix(color: Rgb, other: Rgb, share: number): Rgb {
  const channel = (index: 0 | 1 | 2) => Math.round(color[index] * (1 - share) + other[index] * share);
  return [channel(0), channel(1), channel(2)];
}

function contrast(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: Rgb): number {
  const linear = (value: number) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(color[0]) + 0.7152 * linear(color[1]) + 0.0722 * linear(color[2]);
}

function parse(color: string): Rgb | undefined {
  if (!BRAND_COLOR.test(color)) return undefined;
  const channel = (at: number) => Number.parseInt(color.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}

function hex(color: Rgb): string {
  return `#${color.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
