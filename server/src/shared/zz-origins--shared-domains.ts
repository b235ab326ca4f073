/** Second-level domains under which registries of countries register names, as in .co.uk and .com.au. */
const REGISTRIES = new Set(
  (
    "ac asn biz co com ed edu firm gen go gob gouv gov gub id in ind info ltd me med mil mod muni name ne net nhs nic " +
    "nom or org plc police priv pro sch school tm web"
  ).split(" "),
);

/** Domains under which hosting services serve their customers' pages. */
const HOSTING = new Set(
  (
    "amazonaws.com appspot.com azurefd.net azurestaticapps.net azurewebsites.net bitbucket.io blogspot.com " +
    "cloudapp.net cloudfront.net codesandbox.io csb.app deno.dev firebaseapp.com fly.dev framer.app github.io " +
    "github.dev gitlab.io gitpod.io glitch.me herokuapp.com hf.space kinsta.page lovable.app myshopify.com netlify.app " +
    "ngrok-free.app ngrok-free.dev ngrok.app ngrok.dev ngrok.io now.sh onrender.com pages.dev pythonanywhere.com " +
    "railway.app repl.co replit.app replit.dev run.app stackblitz.io streamlit.app surge.sh trycloudflare.com vercel.app " +
    "web.app webcontainer.io webflow.io windows.net wixsite.com wordpress.com workers.dev"
  ).split(" "),
);

/**
 * Whether anybody can have a page under the domain, as far as is known here: country registries and the large hosting
 * services. The whole list of public suffixes is too large to ship and changes weekly.
 */
export function isSharedDomain(name: string): boolean {
  const labels = name.split(".");
  const [second = "", top = ""] = labels;
  if (HOSTING.has(labels.slice(-2).join(".")) && labels.length === 2) return true;
  return labels.length === 2 && top.length === 2 && REGISTRIES.has(second);
}
