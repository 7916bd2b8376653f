export { type ProbeOptions, type ProbeRequest, type ProbeResult, probe } from "./probe.js";
