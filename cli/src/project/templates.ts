/** A model to begin with. */
export interface Template {
  readonly name: string;
  readonly summary: string;
  readonly model: string;
}

const DOCUMENTS = `model
  schema 1.1

type user

type group
  relations
    define member: [user, group#member]

type folder
  relations
    define parent: [folder]
    define owner: [user] or owner from parent
    define editor: [user, group#member] or owner or editor from parent
    define viewer: [user, user:*, group#member] or editor or viewer from parent

type document
  relations
    define parent: [folder]
    define owner: [user] or owner from parent
    define editor: [user, group#member] or owner or editor from parent
    define viewer: [user, user:*, group#member] or editor or viewer from parent
`;

const ORGANIZATIONS = `model
  schema 1.1

type user

type organization
  relations
    define owner: [user]
    define admin: [user] or owner
    define member: [user] or admin

type team
  relations
    define organization: [organization]
    define lead: [user] or admin from organization
    define member: [user] or lead

type project
  relations
    define organization: [organization]
    define admin: [user, team#lead] or admin from organization
    define editor: [user, team#member] or admin
    define viewer: [user, team#member, organization#member] or editor
`;

const ROLES = `model
  schema 1.1

type user

type role
  relations
    define assignee: [user]

type workspace
  relations
    define can_view: [user, role#assignee] or can_edit
    define can_edit: [user, role#assignee] or can_manage
    define can_manage: [user, role#assignee]
`;

export const TEMPLATES: readonly Template[] = [
  { name: "documents", summary: "folders and documents, shared with users and groups", model: DOCUMENTS },
  { name: "organizations", summary: "organizations with teams and projects", model: ORGANIZATIONS },
  { name: "roles", summary: "roles that your customers define, with permissions on workspaces", model: ROLES },
];
