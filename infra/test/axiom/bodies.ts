import * as z from "zod";

/** Request bodies of Axiom's API, version 2, strict so that a misspelled field is refused. Source: its OpenAPI document. */
const kind = z.enum(["otel:metrics:v1", "otel:traces:v1", "otel:logs:v1", "axiom:events:v1"]);

export const createDataset = z.strictObject({
  name: z.string().min(1),
  kind,
  description: z.string(),
  useRetentionPeriod: z.boolean(),
  retentionDays: z.int(),
});

export const updateDataset = createDataset.omit({ name: true, kind: true });

export const monitor = z.strictObject({
  name: z.string().min(1),
  type: z.enum(["Threshold", "MatchEvent", "AnomalyDetection"]),
  description: z.string(),
  aplQuery: z.string().startsWith("['"),
  operator: z.enum(["Below", "BelowOrEqual", "Above", "AboveOrEqual", "AboveOrBelow"]),
  threshold: z.number(),
  rangeMinutes: z.int().min(1),
  intervalMinutes: z.int().min(1),
  alertOnNoData: z.boolean(),
  notifyByGroup: z.boolean(),
  disabled: z.boolean(),
  disabledUntil: z.iso.datetime().optional(),
  notifierIds: z.array(z.string()).min(1),
});

const id = z.string().min(1).max(200);
const chart = z.strictObject({
  id,
  type: z.enum(["Statistic", "TimeSeries", "Table"]),
  name: z.string().min(1).max(500),
  query: z.strictObject({ apl: z.string().min(1) }),
});
const item = z.strictObject({
  i: id,
  x: z.int().min(0).max(11),
  y: z.int().min(0),
  w: z.int().min(1).max(12),
  h: z.int(),
});
const document = z.strictObject({
  name: z.string().min(1).max(100),
  description: z.string().max(1000),
  owner: z.string(),
  charts: z.array(chart).max(200),
  layout: z.array(item).max(200),
  refreshTime: z.union([z.literal(15), z.literal(60), z.literal(300)]),
  schemaVersion: z.literal(2),
  timeWindowStart: z.string().regex(/^qr-now-\d+[smhdw]$/),
  timeWindowEnd: z.literal("qr-now"),
});

export const createDashboard = z.strictObject({ uid: z.string().regex(/^[\w-]{1,128}$/), dashboard: document });
export const updateDashboard = z.strictObject({ dashboard: document, version: z.int() });
