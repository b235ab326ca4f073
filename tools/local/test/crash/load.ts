import { setTimeout as sleep } from "node:timers/promises";
import { type CfAuthClient, CfAuthError, createClient } from "@cf-auth/client";
import { csvOf, factOf, factsOf, type Group } from "../../src/ledger/groups.ts";
import type { Attempt, Ledger } from "../../src/ledger/ledger.ts";
import type { People } from "./people.ts";

/** Tuples of one write at most. */
const MAX_WRITTEN = 1000;
const SMALL = 3;
/** Groups of an import: with the larger ones it is more than the log lists, and becomes a base of the graph. */
const FEW_GROUPS = 3;
const MANY_GROUPS = 11;
/** About what an import takes under this load. */
const IMPORT_MS = 250;

/** A call that is slow on a busy machine is no crash. */
export const PATIENCE_SECONDS = 300;

export interface Server {
  readonly url: string;
  readonly publishableKey: string;
  readonly secretKey: string;
}

/** Everything that changes a tenant, and what reads it, all at once. Each way is repeated as fast as it goes. */
export class Load {
  private readonly server: Server;
  private readonly tenant: CfAuthClient;
  private readonly ledger: Ledger;
  private readonly people: People;
  /** Where the attempts of this load begin. */
  private readonly first: number;
  private running = true;
  private groups = 0;
  private importBegins: () => void = () => undefined;

  constructor(server: Server, ledger: Ledger, people: People) {
    this.server = server;
    this.tenant = createClient({ url: server.url, key: server.secretKey, timeoutSeconds: PATIENCE_SECONDS });
    this.ledger = ledger;
    this.people = people;
    this.first = ledger.attempts.length;
  }

  /** Ends when the server does: with `kill`, after so many milliseconds, or else a little into the next import. */
  async during(milliseconds: number, kill: () => Promise<void>): Promise<void> {
    const small = () => this.writeSmall();
    const large = () => this.writeLarge();
    const others = [() => this.import(), () => this.reload(), () => this.look(), () => this.register()];
    const ways = [small, small, large, large, ...others].map((work) => this.repeat(work));
    await sleep(milliseconds);
    if (Math.random() < 0.5) {
      await new Promise<void>((resolve) => {
        this.importBegins = resolve;
      });
      await sleep(Math.random() * IMPORT_MS);
    }
    this.running = false;
    await kill();
    await Promise.all(ways);
  }

  private async repeat(work: () => Promise<void>): Promise<void> {
    while (this.running) {
      try {
        await work();
      } catch (error) {
        // A large import that lands while a file is being read makes the log too short for the one.
        const isExpected = error instanceof CfAuthError && error.code === "import_superseded";
        if (this.running && !isExpected) this.ledger.problems.push(`Before the crash: ${error}`);
      }
    }
  }

  private async writeSmall(): Promise<void> {
    await this.write([this.group(SMALL)], Math.random() < 0.3 ? this.ledger.take(SMALL) : []);
  }

  private async writeLarge(): Promise<void> {
    const size = 1 + Math.floor(Math.random() * MAX_WRITTEN);
    if (Math.random() < 0.5) await this.write([this.group(size)], this.ledger.take(MAX_WRITTEN - size));
    else await this.write([], this.ledger.take(MAX_WRITTEN));
  }

  private async write(writes: Group[], deletes: Group[]): Promise<void> {
    const attempt = this.ledger.begin({ kind: "write", writes, deletes });
    await this.answered(attempt, async () => {
      const change = { writes: writes.flatMap(factsOf), deletes: deletes.flatMap(factsOf), reason: attempt.tag };
      const { revision, writtenCount: written, deletedCount: deleted } = await this.tenant.authz.write(change);
      return { revision, changes: written + deleted };
    });
  }

  private async import(): Promise<void> {
    const writes = this.file();
    const replaces = writes.length === MANY_GROUPS && Math.random() < 0.4;
    const attempt = this.ledger.begin({ kind: "import", writes, replaces });
    this.importBegins();
    await this.answered(attempt, async () => {
      const mode = replaces ? "replace" : "merge";
      const request = { csv: csvOf(writes), mode, reason: attempt.tag } as const;
      const { revision, addedCount: added, removedCount: removed } = await this.tenant.authz.graph.import(request);
      return { revision, changes: added + removed };
    });
  }

  private async reload(): Promise<void> {
    const writes = this.file();
    await this.putFile(csvOf(writes));
    const attempt = this.ledger.begin({ kind: "import", writes });
    this.importBegins();
    await this.answered(attempt, async () => {
      const { result } = await this.tenant.authz.graph.reload({ mode: "merge", reason: attempt.tag });
      return result && { revision: result.revision, changes: result.addedCount };
    });
  }

  private async putFile(body: string): Promise<void> {
    const headers = { "x-api-key": this.server.secretKey };
    const response = await fetch(`${this.server.url}/authz/graph.csv`, { method: "PUT", headers, body });
    if (!response.ok) throw new Error(`The file was not taken: ${await response.text()}`);
  }

  private async answered(
    attempt: Attempt,
    change: () => Promise<{ revision: string; changes: number } | null>,
  ): Promise<void> {
    try {
      const answer = await change();
      if (answer) this.ledger.acknowledge(attempt, answer.revision, answer.changes);
    } catch (error) {
      if (error instanceof CfAuthError && error.code === "import_superseded") attempt.refused = true;
      throw error;
    }
  }

  /** Looks at the first and the last tuple of each group of one attempt: they are all there, or all not. */
  private async look(): Promise<void> {
    const attempts = this.ledger.attempts.slice(this.first);
    const { tag, writes, deletes } = attempts[Math.floor(Math.random() * attempts.length)] ?? NOTHING;
    const [written, deleted] = [edgesOf(writes), edgesOf(deletes)];
    const consistency = Math.random() < 0.5 ? "exact" : "fast";
    const answer = await this.tenant.authz.batchCheck({ checks: [...written, ...deleted], consistency });
    this.ledger.noteRevision(answer.revision);
    const found = answer.results.map((result) => "allowed" in result && result.allowed === true);
    const [there, stillThere] = [new Set(found.slice(0, written.length)), new Set(found.slice(written.length))];
    const isHalf = there.size > 1 || stillThere.size > 1 || (there.has(true) && stillThere.has(true));
    if (isHalf) this.ledger.problems.push(`${tag} was half made at ${answer.revision}, ${consistency}.`);
  }

  private async register(): Promise<void> {
    await this.people.register(
      createClient({
        url: this.server.url,
        key: this.server.publishableKey,
        timeoutSeconds: PATIENCE_SECONDS,
      }),
    );
  }

  private file(): Group[] {
    const length = Math.random() < 0.7 ? FEW_GROUPS : MANY_GROUPS;
    return Array.from({ length }, () => this.group(MAX_WRITTEN));
  }

  private group(size: number): Group {
    return { doc: `${this.first}-${this.groups++}`, size };
  }
}

const NOTHING = { tag: "", writes: [], deletes: [] };

function edgesOf(groups: readonly Group[]) {
  return groups.flatMap(({ doc, size }) => [factOf(doc, 0), factOf(doc, size - 1)]);
}
