import type { GraphStore } from "./graph-store.ts";
import { DEFAULT_SETTINGS, type GraphSettings, type SettingsChange } from "./settings.ts";

const OWN = "settings";
/** Of the tenants above. */
const INHERITED = "inherited-settings";

/** The settings of a tenant's graph. */
export class StoredSettings {
  private readonly store: GraphStore;

  constructor(store: GraphStore) {
    this.store = store;
  }

  get all(): GraphSettings {
    return { ...DEFAULT_SETTINGS, ...this.given };
  }

  /** What is set for the tenant, by itself over those above it. */
  get given(): Partial<GraphSettings> {
    return { ...this.of(INHERITED), ...this.of(OWN) };
  }

  /** Null takes back what the tenant has set for itself. */
  change(change: SettingsChange): void {
    const own = Object.entries({ ...this.of(OWN), ...change });
    this.store.putDocument(OWN, Object.fromEntries(own.filter(([, value]) => value !== null)));
  }

  /** Takes what is set above the tenant in the place of what was. */
  inherit(settings: Partial<GraphSettings>): void {
    this.store.putDocument(INHERITED, settings);
  }

  private of(key: string): Partial<GraphSettings> | undefined {
    return this.store.document<Partial<GraphSettings>>(key);
  }
}
