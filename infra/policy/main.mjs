// Pulumi compiles the TypeScript entry point with ts-node to CommonJS. Node loads this file's imports as they are.
import "./main.ts";
