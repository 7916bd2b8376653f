export { Files } from "./files.js";
export { Reasoning } from "./reasoning.js";
export { Tool } from "./tool.js";
