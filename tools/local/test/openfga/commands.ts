import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Files of the commands. */
const FILES: Readonly<Record<string, string>> = {
  "model.fga": `model
  schema 1.1
type user
type folder
  relations
    define viewer: [user]
type doc
  relations
    define parent: [folder]
    define owner: [user, user with late]
    define viewer: [user, user:*] or owner or viewer from parent
condition late(hour: int) {
  hour > 21
}
`,
  "tuples.yaml": `- user: user:bob
  relation: viewer
  object: folder:f
- user: folder:f
  relation: parent
  object: doc:1
- user: user:eve
  relation: owner
  object: doc:2
  condition:
    name: late
    context: {}
`,
  "tuples.csv": `user_type,user_id,user_relation,relation,object_type,object_id
user,carl,,owner,doc,3
user,dora,,owner,doc,3
`,
  "store.fga.yaml": `name: Imported
model_file: ./model.fga
tuples:
  - user: user:zoe
    relation: owner
    object: doc:9
tests:
  - name: imported
    check:
      - user: user:zoe
        object: doc:9
        assertions:
          viewer: true
`,
  "core.fga": `module core
type user
`,
  "docs.fga": `module docs
type doc
  relations
    define owner: [user]
`,
  "fga.mod": `schema: '1.2'
contents:
  - core.fga
  - docs.fga
`,
};

/** Commands in their order, with their exit code. `{store}` is the id of the store; an argument with blanks is in quotes. */
export const COMMANDS: readonly (readonly [command: string, exitCode: number])[] = [
  ["store list", 0],
  ["store get --store-id {store}", 0],
  ["store create --name Another", 1],
  ["model write --store-id {store} --file model.fga", 0],
  ["model list --store-id {store}", 0],
  ["model get --store-id {store}", 0],
  ["model get --store-id {store} --model-id 00000000000000000000000001 --format json", 0],
  ["tuple write --store-id {store} user:anne owner doc:1", 0],
  ["tuple write --store-id {store} user:anne owner doc:1", 1],
  ["tuple write --store-id {store} user:anne owner doc:1 --on-duplicate ignore", 0],
  ["tuple write --store-id {store} user:anne flies doc:1", 1],
  ["tuple write --store-id {store} --file tuples.yaml --max-parallel-requests 1", 0],
  ["tuple write --store-id {store} --file tuples.csv --max-parallel-requests 1 --max-tuples-per-write 25", 0],
  ["tuple read --store-id {store}", 0],
  ["tuple read --store-id {store} --object doc:1 --output-format simple-json --consistency HIGHER_CONSISTENCY", 0],
  ["tuple read --store-id {store} --page-size 2 --max-pages 0", 0],
  ["query check --store-id {store} user:anne viewer doc:1", 0],
  ["query check --store-id {store} user:bob owner doc:1 --contextual-tuple 'user:bob owner doc:1'", 0],
  ["query check --store-id {store} user:eve viewer doc:2 --context '{\"hour\": 23}'", 0],
  ["query check --store-id {store} user:eve viewer doc:2", 1],
  ["query list-objects --store-id {store} user:bob viewer doc", 0],
  ["query list-relations --store-id {store} user:anne doc:1", 0],
  ["query list-users --store-id {store} --object doc:1 --relation viewer --user-filter user", 0],
  ["query expand --store-id {store} viewer doc:1", 0],
  ["query list-objects --store-id {store} user:bob viewer robot", 1],
  ["tuple delete --store-id {store} user:anne owner doc:1", 0],
  ["tuple delete --store-id {store} user:anne owner doc:1", 1],
  ["tuple delete --store-id {store} --file tuples.csv --max-parallel-requests 1", 0],
  ["tuple changes --store-id {store} --type folder", 0],
  ["tuple changes --store-id {store} --max-pages 1", 0],
  ["store export --store-id {store}", 0],
  ["store import --store-id {store} --file store.fga.yaml", 0],
  ["model test --store-id {store} --tests store.fga.yaml", 0],
  ["model write --store-id {store} --file fga.mod", 0],
  ["model get --store-id {store}", 0],
  ["store delete --store-id {store} --force", 1],
];

/** The arguments of a command. */
export function argumentsOf(command: string, store: string): string[] {
  const written = command.replaceAll("{store}", store).match(/'[^']*'|\S+/g) ?? [];
  return written.map((argument) => argument.replaceAll("'", ""));
}

/** Writes the files of the commands into a folder. */
export function writeFiles(folder: string): void {
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
}
