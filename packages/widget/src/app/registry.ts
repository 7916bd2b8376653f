import { ChatApp } from "./chat-app.js";

const apps = new Map<string, ChatApp>();

/** The one chat of a key on this page. It is made when it is first asked for, and outlives its launchers. */
export function chatAppOf(key: string): ChatApp {
  const known = apps.get(key);
  if (known) return known;
  const app = new ChatApp(key);
  apps.set(key, app);
  return app;
}

/** Takes a chat out of the page for good, unless a launcher of it is left. */
export function releaseChatApp(key: string): void {
  const app = apps.get(key);
  if (!app || app.launcherCount > 0) return;
  apps.delete(key);
  app.dispose();
}
