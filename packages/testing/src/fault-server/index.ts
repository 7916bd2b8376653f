export type { Fault, FaultScript, PassingRequest } from "./fault.js";
export {
  type FaultServer,
  type FaultServerOptions,
  type FaultTarget,
  startFaultServer,
} from "./fault-server.js";
