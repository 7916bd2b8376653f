import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { copySite, removeSite } from "./support/fixture-site.js";

const ASTRO = fileURLToPath(
  new URL("./bin/astro.mjs", `file://${createRequire(import.meta.url).resolve("astro/package.json")}`),
);

const CONFIG = `import { defineConfig } from "astro/config";
import chatisle from "@chatisle/astro";
export default defineConfig({ integrations: [chatisle({ protocol: { use: "rest", paths: { history: null } } })] });
`;

/** Runs \`astro check\` on a page, and gives what it printed. */
async function check(page: string): Promise<{ code: number; output: string }> {
  const root = await copySite("site", { "astro.config.mjs": CONFIG, "src/pages/index.astro": page });
  onTestFinished(() => removeSite(root));
  return await new Promise((resolve) => {
    execFile(process.execPath, [ASTRO, "check", "--root", fileURLToPath(root)], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
    });
  });
}

test("a site that uses the component, the virtual module, the variable and the chat passes astro check", async () => {
  const { code, output } = await check(`---
import { ChatWidget } from "@chatisle/astro/components";
import { apiBaseUrl, launcher } from "virtual:chatisle/config";
import { PUBLIC_API_BASE_URL } from "astro:env/client";
const address: string = apiBaseUrl;
const variable: string | undefined = PUBLIC_API_BASE_URL;
---
<p>{address}{variable}{launcher.heading}</p>
<ChatWidget apiBaseUrl={address} side="start" theme="dark" labels={{ send: "Submit" }} fallbackHref="/contact/" />
<script>
  import { chat } from "@chatisle/astro/client";
  const id: string | null = await chat.send("Hello");
  document.querySelector("chat-widget")?.addEventListener("chatisle:open", () => console.log(id));
</script>
`);
  expect(output).toContain("0 errors");
  expect(code).toBe(0);
});

test("a prop that the component does not know fails astro check", async () => {
  const { code, output } = await check(`---
import { ChatWidget } from "@chatisle/astro/components";
---
<ChatWidget side="left" />
`);
  expect(output).toContain(`Type '"left"' is not assignable to type '"start" | "end" | undefined'`);
  expect(code).toBe(1);
});
