/** Colors and fonts of every page of this service, light or dark as the reader's system is set. */
export const THEME = `
:root{color-scheme:light dark;--text:#18181b;--muted:#52525b;--page:#fafafa;--card:#fff;--line:#e4e4e7;--field:#a1a1aa;--hover:#f4f4f5;--accent:#2563eb;--accent-hover:#1d4ed8;--on-accent:#fff;--link:#1d4ed8;--focus:#2563eb;--tint:#eff6ff;--good:#15803d;--bad:#b91c1c;--bad-tint:#fef2f2;--shadow:0 1px 2px #0000000f,0 4px 16px #0000000a}
@media(prefers-color-scheme:dark){:root{--text:#fafafa;--muted:#a1a1aa;--page:#09090b;--card:#18181b;--line:#2e2e33;--field:#71717a;--hover:#222226;--accent:#2563eb;--accent-hover:#1d4ed8;--link:#93c5fd;--focus:#60a5fa;--tint:#172033;--good:#86efac;--bad:#fca5a5;--bad-tint:#2a1618;--shadow:none}}
*{box-sizing:border-box}
body{margin:0;font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:var(--text);background:var(--page);-webkit-text-size-adjust:100%}
a{color:var(--link)}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
[hidden]{display:none!important}
`;

/** The logo of cf-auth, a keyhole, for pages and browser tabs. */
export const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">' +
  '<rect width="24" height="24" rx="6" fill="#2563eb"/>' +
  '<path d="M12 6a3.5 3.5 0 0 0-1.7 6.56L9.5 18h5l-.8-5.44A3.5 3.5 0 0 0 12 6z" fill="#fff"/></svg>';
