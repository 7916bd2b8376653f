import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ProgramDescription } from "./program.ts";

/** Nothing outside the folder, so that it runs beside the system's own nginx, as any user. */
const MAIN = `
pid nginx.pid;
error_log stderr warn;
worker_processes 1;
events {}
http {
  include /etc/nginx/mime.types;
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  include site.conf;
}
`;

/**
 * Describes an nginx that serves one template of a site.
 * @param template - A file in which `\${NAME}` stands for a variable, as in the images of nginx.
 * @param folder - Of this nginx alone; made when it is missing.
 * @throws Error for a variable that has no value.
 */
export async function nginxProgram(
  template: string,
  folder: string,
  port: number,
  variables: Readonly<Record<string, string | number>>,
): Promise<ProgramDescription> {
  const values: Readonly<Record<string, string | number>> = { PORT: port, ...variables };
  const site = (await readFile(template, "utf8")).replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${template} names \${${name}}, which has no value.`);
    return String(value);
  });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "site.conf"), site);
  await writeFile(join(folder, "nginx.conf"), MAIN);
  // Workers of root's nginx are nobody, who may not read a folder in root's care.
  const user = process.getuid?.() === 0 ? " user root;" : "";
  const args = ["-p", folder, "-c", "nginx.conf", "-e", "stderr", "-g", `daemon off;${user}`];
  return { name: "nginx", command: "nginx", args, cwd: folder, port };
}
