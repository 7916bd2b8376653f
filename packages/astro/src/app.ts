import { apiBaseUrl, launcher, protocol } from "virtual:chatisle/config";
import { configure } from "@chatisle/widget/app";

configure({
  apiBaseUrl,
  ...(protocol !== undefined && { protocol }),
  ...(launcher.labels !== undefined && { labels: launcher.labels }),
});

export * from "@chatisle/widget/app";
