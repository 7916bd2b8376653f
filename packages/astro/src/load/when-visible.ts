import { loadApp } from "../load-app.js";

const observer = new IntersectionObserver((entries) => {
  if (!entries.some((entry) => entry.isIntersecting)) return;
  observer.disconnect();
  document.removeEventListener("astro:page-load", observe);
  // The browser has logged what failed, and the first intent tries again.
  loadApp(0).catch(() => {});
});

function observe(): void {
  for (const launcher of document.querySelectorAll("chat-widget")) observer.observe(launcher);
}

observe();
// Astro's router replaces the launchers, and runs this module once.
document.addEventListener("astro:page-load", observe);
