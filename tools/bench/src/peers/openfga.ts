import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@cf-auth/local/ports";
import { type Dataset, definitionOf } from "../engine/dataset.ts";
import { rowsOf } from "../engine/load.ts";
import type { Question } from "../engine/questions.ts";

/** Tuples per write, OpenFGA's default maximum. */
const WRITE = 100;
/** Checks per batch, OpenFGA's default maximum. */
export const OPENFGA_BATCH = 50;
const START_MS = 20_000;

/** An in-memory OpenFGA on loopback with the dataset, used over its HTTP API. */
export class OpenFga {
  private readonly url: string;
  private model = "";

  private constructor(url: string) {
    this.url = url;
  }

  /** Starts the program, loads the dataset, does the work, and ends the program. */
  static async during<T>(binary: string, dataset: Dataset, work: (peer: OpenFga) => Promise<T>): Promise<T> {
    const [http, grpc] = [await freePort(), await freePort()];
    const addresses = ["--http-addr", `127.0.0.1:${http}`, "--grpc-addr", `127.0.0.1:${grpc}`];
    const quiet = ["--log-level", "none", "--metrics-enabled=false", "--playground-enabled=false"];
    const flags = ["run", "--datastore-engine", "memory", ...addresses, ...quiet];
    const child = spawn(binary, flags, { stdio: "ignore" });
    try {
      await isHealthy(`http://127.0.0.1:${http}/healthz`);
      const peer = new OpenFga(await store(`http://127.0.0.1:${http}`));
      await peer.load(dataset);
      return await work(peer);
    } finally {
      child.kill();
    }
  }

  async check(question: Question): Promise<boolean> {
    const { allowed } = await this.post<{ allowed: boolean }>("check", { tuple_key: keyOf(question) });
    return allowed;
  }

  async batchCheck(questions: readonly Question[]): Promise<boolean[]> {
    const checks = questions.map((question, i) => ({ tuple_key: keyOf(question), correlation_id: `${i}` }));
    const { result } = await this.post<{ result: Record<string, { allowed?: boolean }> }>("batch-check", { checks });
    return questions.map((_, i) => result[i]?.allowed === true);
  }

  async listObjects(subject: string, relation: string, type: string): Promise<string[]> {
    const { objects } = await this.post<{ objects: string[] }>("list-objects", { user: subject, relation, type });
    return objects;
  }

  async listSubjects(object: string, relation: string, type: string): Promise<string[]> {
    const [objectType, id] = [object.slice(0, object.indexOf(":")), object.slice(object.indexOf(":") + 1)];
    const query = { object: { type: objectType, id }, relation, user_filters: [{ type }] };
    const { users } = await this.post<{ users: { object: { type: string; id: string } }[] }>("list-users", query);
    return users.map((user) => `${user.object.type}:${user.object.id}`);
  }

  private async load(dataset: Dataset): Promise<void> {
    const written = await this.post<{ authorization_model_id: string }>("authorization-models", definitionOf(dataset));
    this.model = written.authorization_model_id;
    const keys = rowsOf(dataset.csv).map(keyOfRow);
    for (let at = 0; at < keys.length; at += WRITE) {
      await this.post("write", { writes: { tuple_keys: keys.slice(at, at + WRITE) } });
    }
  }

  private async post<T>(path: string, body: object): Promise<T> {
    const model = this.model === "" ? {} : { authorization_model_id: this.model };
    return post<T>(`${this.url}/${path}`, { ...model, ...body });
  }
}

async function store(url: string): Promise<string> {
  const { id } = await post<{ id: string }>(`${url}/stores`, { name: "bench" });
  return `${url}/stores/${id}`;
}

async function post<T>(url: string, body: object): Promise<T> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`OpenFGA answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T; // As its API says; the answers are compared with ours besides.
}

async function isHealthy(url: string): Promise<void> {
  const end = Date.now() + START_MS;
  for (;;) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    if (Date.now() > end) throw new Error(`OpenFGA did not start within ${START_MS / 1000} s.`);
    await sleep(100);
  }
}

function keyOf({ subject, relation, object }: Question) {
  return { user: subject, relation, object };
}

function keyOfRow(row: string) {
  const [subjectType, subjectId, subjectRelation, relation = "", objectType, objectId] = row.split(",");
  const user = `${subjectType}:${subjectId}${subjectRelation ? `#${subjectRelation}` : ""}`;
  return { user, relation, object: `${objectType}:${objectId}` };
}
