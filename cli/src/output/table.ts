import { stripVTControlCharacters, styleText } from "node:util";
import { printable } from "./printable.ts";

/** How text is laid out. */
export interface Layout {
  /** Width of the terminal; undefined for a pipe or a file, where nothing is cut off. */
  readonly columns: number | undefined;
  readonly hasColors: boolean;
}

const GAP = "  ";
/** A narrower column says nothing. */
const MIN_WIDTH = 6;

/** Rows in columns, under a header. On a terminal, the widest cells are cut off until a row fits. */
export function table(header: readonly string[], rows: readonly (readonly string[])[], layout: Layout): string {
  const cells = rows.map((row) => row.map((cell) => printable(cell)));
  const titles = header.map(titleOf);
  const natural = titles.map((name, i) => Math.max(name.length, ...cells.map((row) => widthOf(row[i] ?? ""))));
  const widths = layout.columns === undefined ? natural : fitted(natural, header, layout.columns);
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => padded(cell, widths[i] ?? 0))
      .join(GAP)
      .trimEnd();
  const title = line(titles);
  return [layout.hasColors ? bold(title) : title, ...cells.map(line)].map((text) => `${text}\n`).join("");
}

/** The layout decides on colors, so the environment isn't read again. */
export function bold(text: string): string {
  return styleText("bold", text, { validateStream: false });
}

/** `userCount` becomes `USER COUNT`. */
function titleOf(name: string): string {
  return name.replace(/[A-Z]/g, (upper) => ` ${upper}`).toUpperCase();
}

/** Widths that fit into the terminal, if `MIN_WIDTH` allows. Ids stay whole: they are there to be copied. */
function fitted(widths: readonly number[], header: readonly string[], columns: number): number[] {
  const result = [...widths];
  const total = () => result.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
  while (total() > columns) {
    const shrinkable = result.map((width, i) => (/id$/i.test(header[i] ?? "") ? 0 : width));
    const widest = Math.max(...shrinkable);
    if (widest <= MIN_WIDTH) break;
    result[shrinkable.indexOf(widest)] = widest - 1;
  }
  return result;
}

function padded(cell: string, width: number): string {
  const missing = width - widthOf(cell);
  return missing < 0 ? `${cell.slice(0, width - 1)}…` : cell + " ".repeat(missing);
}

function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
