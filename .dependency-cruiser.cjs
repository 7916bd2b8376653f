/**
 * The direction of dependencies: astro → widget → client; server and testing → the wire types of client/protocol.
 *
 * A package of ours is written here in both shapes it can take: its folder when it is built, its bare name when it is not.
 */
const ours = (name) => `^(packages/${name}|@chatisle/${name})(/|$)`;
const sources = (name) => `^packages/${name}/(src|components)/`;
const CLIENT_PROTOCOL = "^(packages/client/(dist|src)|@chatisle/client)/protocol(/|$)";

const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    forbid(
      "client-stands-alone",
      "@chatisle/client is the lowest layer: it uses none of the other packages.",
      { path: sources("client") },
      { path: ours("(widget|astro|server|testing)") },
    ),
    forbid(
      "widget-uses-client-alone",
      "@chatisle/widget knows nothing of Astro, of the backend or of test helpers.",
      { path: sources("widget") },
      { path: ours("(astro|server|testing)") },
    ),
    forbid(
      "astro-uses-widget-and-client",
      "@chatisle/astro works with any backend; ours is an optional peer, for a backend inside the site alone.",
      { path: sources("astro"), pathNot: "^packages/astro/src/(backend|knowledge|routes)/" },
      { path: ours("server") },
    ),
    forbid(
      "astro-never-uses-testing",
      "@chatisle/testing is for the tests of sites.",
      { path: sources("astro") },
      { path: ours("testing") },
    ),
    forbid(
      "server-and-testing-stand-apart",
      "The backend and the test helpers meet the widget on the wire, never in code.",
      { path: sources("(server|testing)") },
      { path: ours("(widget|astro|server|testing)"), pathNot: "^packages/$1/" },
    ),
    forbid(
      "server-and-testing-use-wire-types",
      "The inside of @chatisle/client may change at any time; @chatisle/client/protocol is the contract.",
      { path: sources("(server|testing)") },
      { path: ours("client"), pathNot: CLIENT_PROTOCOL },
    ),
    forbid(
      "cli-uses-client-and-server",
      "chatisle runs where no site is installed; what it needs of one, it takes from the site's own packages.",
      { path: sources("cli") },
      { path: ours("(widget|astro|testing)") },
    ),
    forbid(
      "nobody-uses-cli",
      "The command line is the outermost layer.",
      { path: sources("(client|widget|astro|server|testing)") },
      { path: "^(packages/cli|chatisle)(/|$)" },
    ),
    forbid(
      "packages-meet-at-names",
      "A relative path out of a package works in the checkout and breaks for everyone who installs it.",
      { path: "^packages/([^/]+)/(src|components)/" },
      { dependencyTypes: ["local"], pathNot: "^packages/$1/" },
    ),
    forbid(
      "tests-meet-packages-at-names",
      "A package's tests see the other packages as its users do.",
      { path: "^packages/([^/]+)/test/" },
      { dependencyTypes: ["local"], path: "^packages/", pathNot: "^packages/$1/" },
    ),
    forbid(
      "no-cycles",
      "Files that need each other are one concept, or share a third one. Types may go both ways: they are gone at run time.",
      { path: "^packages/" },
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    ),
    forbid(
      "one-door-to-the-network",
      "Credentials, time-outs and errors are settled in http.ts, and only there.",
      {
        path: "^packages/[^/]+/(src|components)/",
        pathNot: ["^packages/client/src/http\\.ts$", "^packages/client/src/.+/http\\.ts$"],
      },
      { path: "(^|/)node_modules/ky/|^ky$" },
    ),
    forbid(
      "runs-everywhere",
      "The client, the widget and the test handlers run in browsers and workers, where there is no node:.",
      { path: sources("(client|widget|testing)"), pathNot: "^packages/testing/src/fault-server/" },
      { dependencyTypes: ["core"] },
    ),
    forbid(
      "server-runtime-at-the-edge",
      "The backend runs wherever Request and Response do; what needs Node stays in adapters, stores, the folder reader and serve.",
      {
        path: sources("server"),
        pathNot: "^packages/server/src/(adapters/|stores/|serve/|replies/pages-from-folder\\.ts$)",
      },
      { dependencyTypes: ["core"] },
    ),
    forbid(
      "declared-dependencies",
      "A package that is only there by chance, or only in the checkout, is missing where ours is installed.",
      { path: "^packages/[^/]+/(src|components)/" },
      {
        dependencyTypes: ["npm-no-pkg", "npm-unknown", "npm-dev"],
        dependencyTypesNot: ["npm", "npm-peer", "type-only"],
      },
    ),
  ],
  options: {
    doNotFollow: { path: "(^|/)(node_modules|dist)/" },
    exclude: { path: "^packages/[^/]+/test/fixtures/" },
    tsConfig: { fileName: "tsconfig.json" },
    // Types count: a type from the wrong package is a published dependency on it.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["types", "import", "default"] },
  },
};
