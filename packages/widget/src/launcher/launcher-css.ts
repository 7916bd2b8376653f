import css from "./launcher.css?inline";
import optionsCss from "./launcher-options.css?inline";

/**
 * The launcher's style, constant to the byte, so that a site with a strict content security policy can allow it by
 * its hash. It holds no character that HTML escapes: rendered into `<style>`, it stays as it is.
 */
export const LAUNCHER_CSS: string = css.trim();

/**
 * The style of what few launchers have: a picture, a smaller size, a place of their own. It follows the other one where
 * it is needed, and is constant, too.
 */
export const LAUNCHER_OPTIONS_CSS: string = optionsCss.trim();
