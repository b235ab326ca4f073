import { freePort } from "@cf-auth/local/ports";
import { KUBERNETES } from "../engine/dataset.ts";
import { rowsOf } from "../engine/load.ts";
import type { Question } from "../engine/questions.ts";
import { chunks, type Peer, type PeerProgram, send, startProgram } from "./peer.ts";

const KEY = "bench";
const HEADERS = { "content-type": "application/json", authorization: `Bearer ${KEY}` };
/** Tuples per write, and checks per batch: SpiceDB's default maxima. */
const WRITE = 1000;
const BATCH = 1000;
const FRESH = { consistency: { fullyConsistent: true } };

/** The model of seeds/kubernetes-org. A relation that has both tuples and rules is a relation and a permission here. */
const SCHEMA = `
definition user {}
definition organization {
  relation direct_admin: user
  relation direct_member: user
  permission admin = direct_admin
  permission member = direct_member + admin
}
definition team {
  relation direct_maintainer: user
  relation direct_member: user | team#member
  permission maintainer = direct_maintainer
  permission member = direct_member + maintainer
}
definition repo {
  relation direct_owner: organization
  relation direct_admin: user | team#member
  relation direct_maintain: user | team#member
  relation direct_write: user | team#member
  relation direct_triage: user | team#member
  relation direct_read: user | team#member | organization#member
  permission admin = direct_admin + direct_owner->admin
  permission maintain = direct_maintain + admin
  permission write = direct_write + maintain
  permission triage = direct_triage + write
  permission read = direct_read + triage
}`;

/** SpiceDB over its HTTP API, with its in-memory store. */
export const SPICEDB: PeerProgram = {
  program: "spicedb",
  variable: "SPICEDB_BIN",
  howToGet: "See https://authzed.com/docs/spicedb/getting-started/installing-spicedb",
  async start(binary) {
    const [http, grpc, dispatch, metrics] = [await freePort(), await freePort(), await freePort(), await freePort()];
    const origin = `http://127.0.0.1:${http}`;
    const options = [
      ...["serve", "--grpc-preshared-key", KEY, "--datastore-engine", "memory", "--log-level", "error"],
      ...["--http-enabled", "--http-addr", `127.0.0.1:${http}`, "--grpc-addr", `127.0.0.1:${grpc}`],
      ...["--dispatch-cluster-addr", `127.0.0.1:${dispatch}`, "--metrics-addr", `127.0.0.1:${metrics}`],
      ...["--telemetry-endpoint", "", "--skip-release-check"],
    ];
    const child = await startProgram(binary, options, `${origin}/healthz`);
    return { peer: await loaded({ url: `${origin}/v1`, headers: HEADERS }), stop: () => child.kill() };
  },
};

async function loaded(server: Pick<Peer, "url" | "headers">): Promise<Peer> {
  await send(server, { path: "/schema/write", body: { schema: SCHEMA } });
  for (const updates of chunks(rowsOf(KUBERNETES.csv).map(updateOfRow), WRITE)) {
    await send(server, { path: "/relationships/write", body: { updates } });
  }
  return {
    name: "SpiceDB",
    ...server,
    batch: BATCH,
    check: (question) => ({ path: "/permissions/check", body: { ...FRESH, ...itemOf(question) } }),
    batchCheck: (questions) => ({
      path: "/permissions/checkbulk",
      body: { ...FRESH, items: questions.map(itemOf) },
    }),
    listObjects: (subject, permission, resourceObjectType) => ({
      path: "/permissions/resources",
      body: { ...FRESH, resourceObjectType, permission, subject: { object: objectOf(subject) } },
    }),
    listSubjects: (object, permission, subjectObjectType) => ({
      path: "/permissions/subjects",
      body: { ...FRESH, resource: objectOf(object), permission, subjectObjectType },
    }),
    readBatch: (answer) => {
      const { pairs } = answer as { pairs: { item?: { permissionship: string } }[] };
      return pairs.map(({ item }) => item?.permissionship === "PERMISSIONSHIP_HAS_PERMISSION");
    },
  };
}

function itemOf({ subject, relation, object }: Question) {
  return { resource: objectOf(object), permission: relation, subject: { object: objectOf(subject) } };
}

/** Ids of SpiceDB have no dots. */
function objectOf(name: string) {
  const [objectType, id = ""] = [name.slice(0, name.indexOf(":")), name.slice(name.indexOf(":") + 1)];
  return { objectType, objectId: id.replaceAll(".", "|") };
}

function updateOfRow(row: string) {
  const [subjectType, subjectId, subjectRelation, relation, objectType, objectId] = row.split(",");
  const subject = {
    object: objectOf(`${subjectType}:${subjectId}`),
    ...(subjectRelation && { optionalRelation: subjectRelation }),
  };
  const resource = objectOf(`${objectType}:${objectId}`);
  return { operation: "OPERATION_TOUCH", relationship: { resource, relation: `direct_${relation}`, subject } };
}
