import { THEME } from "@cf-auth/server/html/brand";

/** The style of the reference page. */
export const STYLE = `${THEME}
html{scroll-padding-top:1.5rem}
body{display:grid;grid-template-columns:18rem minmax(0,1fr);background:var(--card)}
nav{position:sticky;top:0;height:100vh;height:100dvh;display:flex;flex-direction:column;background:var(--page);border-right:1px solid var(--line);font-size:.875rem}
.top{padding:1rem 1rem .75rem;border-bottom:1px solid var(--line)}
.home{display:flex;align-items:center;gap:.5rem;margin:0 0 .75rem;color:inherit;font-size:1rem;font-weight:600}
.home span{font-weight:400;color:var(--muted)}
.find{display:flex;gap:.5rem}
input{flex:1;min-width:0;min-height:2.25rem;padding:.25rem .625rem;font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:.5rem}
.menu{min-height:2.25rem;padding:.25rem .75rem;font:inherit;font-weight:500;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:.5rem;cursor:pointer}
[role=status]{margin:0;color:var(--muted)}
[role=status]:not(:empty){margin-top:.75rem}
.list{flex:1;overflow-y:auto;overscroll-behavior:contain;padding:.5rem 1rem 2rem}
.list h2{margin:1rem 0 .25rem;font-size:.8125rem;font-weight:600}
.list a{display:block;margin:0 -.5rem;padding:.1875rem .5rem;color:var(--muted);border-radius:.375rem;overflow-wrap:anywhere}
.list a:hover{color:var(--text);background:var(--hover);text-decoration:none}
.list a[aria-current]{color:var(--link);background:var(--tint);font-weight:500}
a{text-decoration:none}
a:hover{text-decoration:underline}
main{max-width:62rem;padding:2rem 2.5rem 50vh}
h1{margin:0 0 .5rem;font-size:2rem;line-height:1.2;letter-spacing:-.02em}
main h2{margin:3rem 0 .5rem;font-size:1.5rem;letter-spacing:-.01em}
section{padding:1.75rem 0 1rem;border-top:1px solid var(--line)}
h3{margin:0 0 .375rem;font:600 1.125rem ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
h3 a{color:inherit}
h3 a::after{content:" #";color:var(--link);opacity:0}
h3 a:hover::after,h3 a:focus-visible::after,section:target h3 a::after{opacity:1}
h4{margin:1.25rem 0 .375rem;font-size:.875rem;font-weight:600}
p{margin:0 0 .625rem;overflow-wrap:anywhere}
.facts{margin-top:1rem;color:var(--muted);font-size:.875rem}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:.875rem}
th{font-weight:500;color:var(--muted)}
th,td{padding:.4375rem .75rem .4375rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
tr:last-child td{border-bottom:0}
td:first-child{width:24%}
td:nth-child(2){width:26%}
code{font-size:.875em;overflow-wrap:anywhere}
pre{margin:1rem 0 0;padding:.875rem 1rem;font-size:.8125rem;line-height:1.6;white-space:pre-wrap;overflow-wrap:anywhere;background:var(--page);border:1px solid var(--line);border-radius:.5rem}
pre code{font-size:inherit}
.none{color:var(--muted)}
@media(min-width:48.0625rem){.menu{display:none}}
@media(max-width:48rem){
html{scroll-padding-top:8.5rem}
body{display:block}
nav{z-index:1;height:auto;max-height:100dvh;border-right:0;border-bottom:1px solid var(--line)}
.top{border-bottom:0}
.scripted .list{display:none}
.scripted .open .list{display:block;height:100dvh;border-top:1px solid var(--line)}
nav:not(.open) .list{max-height:30vh}
main{padding:1.25rem 1rem 50vh}
}
`;

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
