import css from "./launcher.css?inline";

/**
 * The launcher's style, constant to the byte, so that a site with a strict content security policy can allow it by
 * its hash. It holds no character that HTML escapes: rendered into `<style>`, it stays as it is.
 */
export const LAUNCHER_CSS: string = css.trim();
