import { encode } from "uqr";

/** Modules around the code that stay light, as ISO/IEC 18004 requires. */
const MARGIN = 4;

/** Draws a text as a QR code: an SVG image of dark modules on white, which scanners also read from a dark page. */
export function toSVG(text: string): string {
  const { data, size } = encode(text, { ecc: "M", border: MARGIN });
  const rows = data.flatMap((row, y) => runsOf(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${rows.join("")}"/></svg>`;
}

/** The runs of dark modules in a row: start and length. */
function runsOf(row: readonly boolean[]): [x: number, length: number][] {
  const runs: [number, number][] = [];
  for (const [x, isDark] of row.entries()) {
    if (!isDark) continue;
    const last = runs.at(-1);
    if (last !== undefined && last[0] + last[1] === x) last[1]++;
    else runs.push([x, 1]);
  }
  return runs;
}
