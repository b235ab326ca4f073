import { freePort } from "@cf-auth/local/ports";
import { definitionOf, KUBERNETES } from "../engine/dataset.ts";
import { rowsOf } from "../engine/load.ts";
import type { Question } from "../engine/questions.ts";
import { chunks, type Peer, type PeerProgram, send, startProgram } from "./peer.ts";

/** Tuples per write, and checks per batch: OpenFGA's default maxima. */
const WRITE = 100;
const BATCH = 50;
const HEADERS = { "content-type": "application/json" };

/** OpenFGA over its HTTP API, with its in-memory store. */
export const OPENFGA: PeerProgram = {
  program: "openfga",
  variable: "OPENFGA_BIN",
  howToGet: "To get it: go install github.com/openfga/openfga/cmd/openfga@latest",
  async start(binary) {
    const [http, grpc] = [await freePort(), await freePort()];
    const origin = `http://127.0.0.1:${http}`;
    const addresses = ["--http-addr", `127.0.0.1:${http}`, "--grpc-addr", `127.0.0.1:${grpc}`];
    const quiet = ["--log-level", "none", "--metrics-enabled=false", "--playground-enabled=false"];
    const options = ["run", "--datastore-engine", "memory", ...addresses, ...quiet];
    const child = await startProgram(binary, options, `${origin}/healthz`);
    // The response as OpenFGA's API defines it.
    const created = await send({ url: origin, headers: HEADERS }, { path: "/stores", body: { name: "bench" } });
    const { id } = created as { id: string };
    return { peer: await loaded({ url: `${origin}/stores/${id}`, headers: HEADERS }), stop: () => child.kill() };
  },
};

async function loaded(server: Pick<Peer, "url" | "headers">): Promise<Peer> {
  const put = await send(server, { path: "/authorization-models", body: definitionOf(KUBERNETES) });
  const { authorization_model_id } = put as { authorization_model_id: string };
  for (const keys of chunks(rowsOf(KUBERNETES.csv).map(keyOfRow), WRITE)) {
    await send(server, { path: "/write", body: { authorization_model_id, writes: { tuple_keys: keys } } });
  }
  const request = (path: string, body: object) => ({ path, body: { authorization_model_id, ...body } });
  return {
    name: "OpenFGA",
    ...server,
    batch: BATCH,
    check: (question) => request("/check", { tuple_key: keyOf(question) }),
    batchCheck: (questions) => {
      const checks = questions.map((question, i) => ({ tuple_key: keyOf(question), correlation_id: `${i}` }));
      return request("/batch-check", { checks });
    },
    listObjects: (user, relation, type) => request("/list-objects", { user, relation, type }),
    listSubjects: (object, relation, type) => {
      const [objectType, id] = [object.slice(0, object.indexOf(":")), object.slice(object.indexOf(":") + 1)];
      return request("/list-users", { object: { type: objectType, id }, relation, user_filters: [{ type }] });
    },
    readBatch: (answer) => {
      const { result } = answer as { result: Record<string, { allowed?: boolean }> };
      return Object.keys(result).map((_, i) => result[i]?.allowed === true);
    },
  };
}

function keyOf({ subject, relation, object }: Question) {
  return { user: subject, relation, object };
}

function keyOfRow(row: string) {
  const [subjectType, subjectId, subjectRelation, relation = "", objectType, objectId] = row.split(",");
  const user = `${subjectType}:${subjectId}${subjectRelation ? `#${subjectRelation}` : ""}`;
  return { user, relation, object: `${objectType}:${objectId}` };
}
