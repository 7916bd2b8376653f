export { ExpandButton } from "./expand-button.js";
export { rememberSize } from "./remember-size.js";
export { Resizer } from "./resizer.js";
