import chatisle from "@chatisle/astro";
import { defineConfig } from "astro/config";

export default defineConfig({ integrations: [chatisle()] });
