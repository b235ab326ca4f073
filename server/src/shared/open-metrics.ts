/** Media type of the text. */
export const OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

export interface Sample {
  /** Appended to the family's name, such as `_total` of a counter. */
  readonly suffix?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface MetricFamily {
  /** Without the suffix of its type. Ends with the unit, if it has one. */
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram" | "info";
  readonly unit?: string;
  /** One sentence. */
  readonly help: string;
  readonly samples: readonly Sample[];
}

/**
 * Metrics as text, for Prometheus and compatible collectors. Leaves out families without samples.
 *
 * Source: OpenMetrics 1.0, "Text format".
 */
export function openMetricsText(families: readonly MetricFamily[]): string {
  const shown = families.filter(({ samples }) => samples.length > 0);
  return `${shown.map(familyText).join("")}# EOF\n`;
}

function familyText({ name, type, unit, help, samples }: MetricFamily): string {
  const lines = [
    `# TYPE ${name} ${type}`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${escaped(help)}`,
    ...samples.map((sample) => sampleText(name, sample)),
  ];
  return `${lines.join("\n")}\n`;
}

function sampleText(name: string, { suffix = "", labels = {}, value }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${suffix}${pairs.length === 0 ? "" : `{${pairs.join()}}`} ${value}`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
}
