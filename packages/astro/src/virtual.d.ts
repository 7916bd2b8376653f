/** What the site chose in `chatisle(…)` and in `PUBLIC_API_BASE_URL`. */
declare module "virtual:chatisle/config*" {
  /** A constant of the build: `PUBLIC_API_BASE_URL`, else the integration's option, else `/api`. */
  export const apiBaseUrl: string;
  /** Undefined: the default protocol. Always undefined on the server when the site names a module. */
  export const protocol:
    | import("@chatisle/client/protocol").Protocol
    | import("@chatisle/client").ProtocolDescriptor
    | undefined;
  /** Defaults of the component's props. */
  export const launcher: Pick<
    import("@chatisle/astro").ChatisleOptions,
    "heading" | "side" | "theme" | "labels"
  >;
}

/** Where the app is. Empty on the server. */
declare module "virtual:chatisle/app-url" {
  const url: string;
  export default url;
}

/** Where the proxy route leads. On the server alone. */
declare module "virtual:chatisle/proxy" {
  export const target: string;
  export const path: `/${string}`;
}
