import { csvOf, factOf, factsOf, type Group } from "../local/src/ledger/groups.ts";
import { Ledger } from "../local/src/ledger/ledger.ts";
import type { SoakTenant } from "./tenant.ts";

/** Tuples of a write, and of a group of an import. */
const WRITTEN = 3;
const IMPORTED = 500;
const IMPORTED_GROUPS = 2;
/** Groups of each kind that are stored at a time: later ones replace the oldest, so that the graph doesn't grow. */
const STORED_WRITES = 200;
const STORED_IMPORTS = 8;
/** A group that is written first and never deleted, for checks. */
const LASTING: Group = { doc: "lasting", size: 20 };

/** Writes, imports and checks of tuples, with a ledger of what the service acknowledged. */
export class Tuples {
  readonly ledger = new Ledger(1);
  private readonly tenant: SoakTenant;
  private readonly written: Group[] = [];
  private readonly imported: Group[] = [];
  private checks = 0;
  private count = 0;

  constructor(tenant: SoakTenant) {
    this.tenant = tenant;
  }

  async begin(): Promise<void> {
    await this.change([LASTING], []);
  }

  /** Writes a group, and deletes the oldest where there are many. */
  async write(): Promise<void> {
    const group = this.group(WRITTEN);
    await this.change([group], [...excess(this.written, STORED_WRITES), ...excess(this.imported, STORED_IMPORTS)]);
    this.written.push(group);
  }

  async import(): Promise<void> {
    const writes = Array.from({ length: IMPORTED_GROUPS }, () => this.group(IMPORTED));
    const attempt = this.ledger.begin({ kind: "import", writes });
    const request = { csv: csvOf(writes), mode: "merge", reason: attempt.tag } as const;
    const { revision, addedCount } = await this.tenant.server.authz.graph.import(request);
    this.ledger.acknowledge(attempt, revision, addedCount);
    this.imported.push(...writes);
  }

  /** A check of a tuple that lasts, and in turn of one that never was. */
  async checkFast(): Promise<void> {
    const at = this.checks++;
    await this.expect(
      { doc: LASTING.doc, user: at % (2 * LASTING.size) },
      at % (2 * LASTING.size) < LASTING.size,
      "fast",
    );
  }

  /** A check of the tuple that was written last: every later answer has it. */
  async checkExact(): Promise<void> {
    const { doc } = this.written.at(-1) ?? LASTING;
    await this.expect({ doc, user: 0 }, true, "exact");
  }

  private async expect(
    { doc, user }: { doc: string; user: number },
    expected: boolean,
    consistency: "exact" | "fast",
  ): Promise<void> {
    const { allowed } = await this.tenant.server.authz.check({ ...factOf(doc, user), consistency });
    if (allowed !== expected) {
      this.ledger.problems.push(
        `The ${consistency} check of user:${user} and doc:${doc} was answered with ${allowed}.`,
      );
    }
  }

  private async change(writes: readonly Group[], deletes: readonly Group[]): Promise<void> {
    const attempt = this.ledger.begin({ kind: "write", writes, deletes });
    const facts = { writes: writes.flatMap(factsOf), deletes: deletes.flatMap(factsOf), reason: attempt.tag };
    const { revision, writtenCount, deletedCount } = await this.tenant.server.authz.write(facts);
    this.ledger.acknowledge(attempt, revision, writtenCount + deletedCount);
  }

  private group(size: number): Group {
    return { doc: `${this.count++}`, size };
  }
}

/** Takes the oldest group where there are more than `max`. */
function excess(groups: Group[], max: number): Group[] {
  const oldest = groups.length > max ? groups.shift() : undefined;
  return oldest === undefined ? [] : [oldest];
}
