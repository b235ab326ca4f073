import { newId } from "../ports/ids.ts";

/** A restore under way or done. `state` is JSON. */
export interface StoredRestore<State> {
  readonly id: string;
  readonly tenantId: string | null;
  readonly state: State;
  readonly step: number;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

type Row = {
  id: string;
  tenant_id: string | null;
  state: string;
  step: number;
  started_at: number;
  ended_at: number | null;
};

/** Restores and their progress, in D1. */
export class RestoreStore {
  private readonly db: D1Database;

  constructor(db: D1Database) {
    this.db = db;
  }

  /** Begins a restore. Undefined if one of the same tenant or of everything is under way. */
  async begin<State>(tenantId: string | null, state: State, now: Date): Promise<StoredRestore<State> | undefined> {
    const id = newId("rst", now);
    const insert = `INSERT INTO restores (id, tenant_id, state, started_at) SELECT ?1, ?2, ?3, ?4
      WHERE NOT EXISTS (SELECT 1 FROM restores
        WHERE ended_at IS NULL AND (tenant_id IS ?2 OR tenant_id IS NULL OR ?2 IS NULL))`;
    const { meta } = await this.db.prepare(insert).bind(id, tenantId, JSON.stringify(state), now.getTime()).run();
    if (meta.changes === 0) return undefined;
    return { id, tenantId, state, step: 0, startedAt: now, endedAt: null };
  }

  /** The restore under way: of this tenant, or of everything for null. */
  async current<State>(tenantId: string | null): Promise<StoredRestore<State> | undefined> {
    const query = "SELECT * FROM restores WHERE ended_at IS NULL AND tenant_id IS ?";
    const row = await this.db.prepare(query).bind(tenantId).first<Row>();
    return row === null ? undefined : restoreOf(row);
  }

  /** Whether everything is being restored. */
  async isRestoringEverything(): Promise<boolean> {
    return (await this.current(null)) !== undefined;
  }

  /** Stores a step's result. Returns false if another call was faster: then it did this step. */
  async advance<State>({ id, step }: StoredRestore<State>, state: State, endedAt: Date | null): Promise<boolean> {
    const update = "UPDATE restores SET state = ?, step = step + 1, ended_at = ? WHERE id = ? AND step = ?";
    const { meta } = await this.db
      .prepare(update)
      .bind(JSON.stringify(state), endedAt?.getTime() ?? null, id, step)
      .run();
    return meta.changes === 1;
  }
}

function restoreOf<State>({ id, tenant_id: tenantId, state, step, started_at, ended_at }: Row): StoredRestore<State> {
  const times = { startedAt: new Date(started_at), endedAt: ended_at === null ? null : new Date(ended_at) };
  return { id, tenantId, state: JSON.parse(state), step, ...times };
}
