/** Markdown tables and figures in the formatter's style, so that the generated page needs no formatting. */

export type Row = readonly string[];

/** A table with columns of even width. Columns in `right` are aligned right. */
export function table(head: Row, rows: readonly Row[], right: readonly number[] = []): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => (row[column] ?? "").length)));
  const line = (row: Row) => {
    const cells = widths.map((width, i) =>
      right.includes(i) ? (row[i] ?? "").padStart(width) : (row[i] ?? "").padEnd(width),
    );
    return `| ${cells.join(" | ")} |`;
  };
  const rule = widths.map((width, i) => (right.includes(i) ? `${"-".repeat(width - 1)}:` : "-".repeat(width)));
  return [line(head), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
}

/** Dollars and cents; two significant digits below ten cents. */
export function dollars(amount: number): string {
  if (amount === 0) return "$0";
  return amount >= 0.1 ? `$${withCommas(amount, 2, 2)}` : `$${Number(amount.toPrecision(2))}`;
}

/** Three significant digits, or a whole number from 100 on. */
export function figure(units: number): string {
  if (units >= 100) return withCommas(Math.round(units), 0);
  return `${Number(units.toPrecision(3))}`;
}

/** Two significant digits in words: 1,400,000 is `1.4 million`. */
export function roughly(units: number): string {
  if (units === Number.POSITIVE_INFINITY) return "any number";
  if (units >= 1e9) return `${Number((units / 1e9).toPrecision(2))} billion`;
  if (units >= 1e6) return `${Number((units / 1e6).toPrecision(2))} million`;
  return withCommas(Number(units.toPrecision(2)), 0);
}

function withCommas(value: number, maxDigits: number, minDigits = 0): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: maxDigits, minimumFractionDigits: minDigits });
}
