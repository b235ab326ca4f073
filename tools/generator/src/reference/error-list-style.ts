import { THEME } from "@cf-auth/server/html/brand";

/** The style of the list of errors. */
export const ERROR_STYLE = `${THEME}
body{background:var(--card)}
main{max-width:46rem;margin:0 auto;padding:2rem 1.25rem 50vh}
.home{display:flex;align-items:center;gap:.5rem;margin:0 0 2rem;color:inherit;font-weight:600;text-decoration:none}
.home span{font-weight:400;color:var(--muted)}
h1{margin:0 0 .5rem;font-size:2rem;line-height:1.2;letter-spacing:-.02em}
section{padding:1.25rem 0 .75rem;border-top:1px solid var(--line)}
section:target{margin:0 -1rem;padding:1.25rem 1rem .75rem;background:var(--tint);border-radius:.5rem}
h3{margin:0 0 .375rem;font:600 1.0625rem ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
h3 a{color:inherit;text-decoration:none}
h3 a:hover{text-decoration:underline}
p{margin:0 0 .5rem;overflow-wrap:anywhere}
.facts{color:var(--muted);font-size:.875rem}
`;
