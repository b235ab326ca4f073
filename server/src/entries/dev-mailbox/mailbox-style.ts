import { THEME } from "../../shared/html/brand.ts";

export const MAILBOX_STYLE = `${THEME}
.bar{display:flex;align-items:center;gap:.625rem;min-height:3.5rem;padding:.5rem 1.5rem;background:var(--card);border-bottom:1px solid var(--line)}
.bar a{display:flex;align-items:center;gap:.5rem;color:inherit;font-weight:600;text-decoration:none}
.bar .slash{color:var(--field)}
.bar .here{font-weight:400}
.live{display:flex;align-items:center;gap:.5rem;margin:0 0 0 auto;font-size:.875rem;color:var(--muted)}
.live::before{content:"";width:.5rem;height:.5rem;border-radius:50%;background:var(--field)}
.live[data-state=on]::before{background:#22c55e}
.live[data-state=off]::before{background:#ef4444}
main{max-width:72rem;margin:0 auto;padding:2rem 1.5rem 4rem}
h1{margin:0 0 .25rem;font-size:1.5rem;line-height:1.25;letter-spacing:-.01em;overflow-wrap:anywhere}
.lead{margin:0 0 1.5rem;color:var(--muted)}
.filters{display:flex;flex-wrap:wrap;gap:.5rem;margin:0 0 1rem}
.filters input{flex:1 1 16rem}
.filters input,.filters select,.button{min-height:2.5rem;min-width:0;padding:.375rem .75rem;font:inherit;font-size:.9375rem;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:.5rem}
.button{display:inline-flex;align-items:center;justify-content:center;font-weight:500;text-decoration:none;cursor:pointer;white-space:nowrap}
.button:hover{background:var(--hover)}
.primary{color:#fff;background:var(--accent);border-color:var(--accent)}
.primary:hover{background:#1d4ed8}
.card{background:var(--card);border:1px solid var(--line);border-radius:.75rem;box-shadow:var(--shadow);overflow:hidden}
#emails{margin:0;padding:0;list-style:none}
#emails li{position:relative;display:grid;grid-template-columns:11rem minmax(0,1fr) auto 5.5rem;gap:0 1rem;align-items:center;padding:.75rem 1rem;border-top:1px solid var(--line)}
#emails li:first-child{border-top:0}
#emails li:hover{background:var(--hover)}
.kind{justify-self:start;max-width:100%;padding:.125rem .5rem;font-size:.8125rem;font-weight:500;color:var(--link);background:var(--tint);border-radius:1rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.what{min-width:0}
.what a{display:block;color:inherit;font-weight:500;text-decoration:none;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.what a::after{content:"";position:absolute;inset:0}
.what a:focus-visible{outline:0}
.what a:focus-visible::after{outline:2px solid var(--accent);outline-offset:-2px}
.what p{margin:0;font-size:.875rem;color:var(--muted);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.actions{position:relative;display:flex;gap:.5rem}
.actions .button{min-height:2rem;padding:.125rem .625rem;font-size:.875rem}
.code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;letter-spacing:.08em}
.code span{min-width:3.25em;margin-left:.625rem;font:.8125rem system-ui,sans-serif;letter-spacing:0;text-align:center;color:var(--muted)}
time{font-size:.875rem;color:var(--muted);white-space:nowrap}
#emails time{justify-self:end}
#emails .new{animation:new 3s}
@keyframes new{from{background:var(--tint)}}
@media(prefers-reduced-motion:reduce){#emails .new{animation:none}}
.empty{padding:4rem 1.5rem;text-align:center;color:var(--muted)}
.empty strong{display:block;margin:0 0 .25rem;color:var(--text)}
.back{display:inline-block;margin:0 0 1rem;font-size:.9375rem;text-decoration:none}
.facts{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.375rem 1.5rem;margin:1rem 0 1.5rem;font-size:.9375rem}
.facts dt{color:var(--muted)}
.facts dd{margin:0;overflow-wrap:anywhere}
.secrets{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;margin:0 0 1.5rem}
.secrets .code{font-size:1.25rem;font-weight:600}
.tabs{position:relative;display:flex;flex-wrap:wrap;padding:0 1rem;border-bottom:1px solid var(--line)}
.tab-choice{position:absolute;opacity:0}
.tabs label{padding:.75rem .25rem;margin-right:1.25rem;font-size:.9375rem;color:var(--muted);border-bottom:2px solid transparent;cursor:pointer}
#as-html:checked~.tabs [for=as-html],#as-text:checked~.tabs [for=as-text]{color:var(--text);border-color:var(--accent)}
#as-html:focus-visible~.tabs [for=as-html],#as-text:focus-visible~.tabs [for=as-text]{outline:2px solid var(--accent);outline-offset:-2px}
#as-html:checked~.text,#as-text:checked~.rendered{display:none}
iframe{display:block;width:100%;height:36rem;border:0;color-scheme:light dark}
pre{margin:0;padding:1.25rem;font-size:.875rem;white-space:pre-wrap;overflow-wrap:anywhere}
.note{margin:0;padding:.625rem 1rem;font-size:.875rem;color:var(--muted);border-bottom:1px solid var(--line)}
@media(max-width:48rem){
.bar{padding:.5rem 1rem}main{padding:1.25rem 1rem 3rem}
#emails li{grid-template-columns:minmax(0,1fr) auto;gap:.375rem .75rem}
.what{grid-column:1;grid-row:1}.what a,.what p{white-space:normal;overflow-wrap:anywhere}
#emails time{grid-column:2;grid-row:1;align-self:start;padding-top:.125rem}
.kind{grid-column:1;grid-row:2}.actions{grid-column:1/-1;grid-row:3}.actions:empty{display:none}
.filters select{flex:1 1 8rem}
.facts{gap:.375rem 1rem}
}
`;
