/** Puts launchers where their attributes say, in browsers whose CSS reads no lengths from attributes. */
function place(): void {
  for (const launcher of document.querySelectorAll("chat-widget")) {
    for (const name of ["offset-x", "offset-y"]) {
      const pixels = launcher.getAttribute(name);
      if (pixels !== null) launcher.style.setProperty(`--chatisle-${name}`, `${pixels}px`);
    }
  }
}

place();
// Astro's router replaces the launchers, and runs this module once.
document.addEventListener("astro:page-load", place);
