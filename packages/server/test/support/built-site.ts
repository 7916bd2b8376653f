import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const page = (title: string, body: string) => `<!doctype html>
<html><head><title>${title}</title><style>p { color: red }</style></head>
<body>
  <header><a href="/">Parcelly</a></header>
  <nav><a href="/pricing/">Pricing navigation</a></nav>
  <main>${body}</main>
  <footer>Footer words</footer>
  <script>console.log("script words")</script>
</body></html>`;

/** A small site as a build leaves it. */
export const SITE: Readonly<Record<string, string>> = {
  "index.html": page(
    "Parcelly | Home",
    `<h1>Post for small shops</h1><p>Parcelly sends parcels for shops that pack at the kitchen table.</p>`,
  ),
  "pricing/index.html": page(
    "Pricing | Parcelly",
    `<header><h1 id="pricing">Pricing</h1><p>No setup fee, no minimum term.</p></header>
     <section id="free"><h2>Free plan</h2><p>Ten parcels a month, for ever.</p></section>
     <h2 id="pro">Pro plan</h2>
     <p>The Pro plan is <b>€29</b> a month, or €290 a year.</p><p>It has no limit on parcels.</p>
     <h2 id="all">All plans</h2>
     <table><thead><tr><th>Plan</th><th>Price</th><th>Parcels</th></tr></thead>
       <tbody><tr><th>Free</th><td>€0</td><td>10</td></tr><tr><th>Pro</th><td>€29</td><td>no limit</td></tr></tbody></table>`,
  ),
  "shipping.html": page(
    "Shipping | Parcelly",
    `<h1 id="shipping">Where we ship</h1>
     <p>We collect in Germany and Austria every weekday.</p>
     <h2 id="abroad">Other countries</h2>
     <p>Parcels to Norway and Switzerland take four days. We fill in the customs form for you. Parcels inside the European
     Union take two days and need no form. We do not send batteries by air. Tracking is part of every plan, and the link
     is mailed to the person who gets the parcel. A parcel may weigh up to 30 kg and measure up to 120 cm. Anything larger
     goes by freight, which we do not offer.</p>
     <details><summary>Can I change the address?</summary><p>Yes, until the van has left.</p></details>`,
  ),
  "help/scanner/index.html": page(
    "Help: the label printer and scanner | Parcelly",
    `<h1 id="help">Help</h1><p>Most things are quick.</p>
     <h2 id="reset">Reset the scanner</h2>
     <ol><li>Hold both buttons for ten seconds.</li><li>Wait for the green light.</li><li>Scan the code in the lid.</li></ol>
     <h2 id="refunds">Refunds</h2>
     <ul><li>A lost parcel is refunded in full.</li><li>A late one by half.</li></ul>
     <div aria-hidden="true">decorative words</div><p hidden>hidden words</p><form>form words</form>
     <dl><dt>Phone</dt><dd>+49 30 1234</dd></dl>`,
  ),
  "404.html": page("Not found | Parcelly", "<h1>Nothing here</h1><p>Lost words.</p>"),
  "robots.txt": "User-agent: *",
};

/** Writes files into a new temporary folder. */
export function writeSite(files: Readonly<Record<string, string>> = SITE): string {
  const folder = mkdtempSync(join(tmpdir(), "chatisle-site-"));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}
