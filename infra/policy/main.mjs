// Pulumi has ts-node compile the TypeScript that it loads itself, as CommonJS. What this imports, Node loads as it is.
import "./main.ts";
