/** Text files, which Wrangler bundles as modules of their text. */
declare module "*.txt" {
  const text: string;
  export default text;
}
declare module "*.html" {
  const text: string;
  export default text;
}
/** Binary files, which Wrangler bundles as modules of their bytes. */
declare module "*.bin" {
  const bytes: ArrayBuffer;
  export default bytes;
}
