import { camelCase } from "./camel-case.js";
import type { Capability, Protocol, SessionInfo } from "./protocol/index.js";

const CAPABILITIES: readonly Capability[] = [
  "stop",
  "resume",
  "dedupe",
  "upload",
  "feedback",
  "edit",
  "regenerate",
  "conversations",
  "sign-in",
  "code",
  "sign-out",
  "delete-data",
];

/** What a backend offers in a session: as the protocol says, else what it has a method for. */
export function capabilitiesOf(protocol: Protocol, session: SessionInfo | null): ReadonlySet<Capability> {
  return new Set(
    CAPABILITIES.filter((name) => protocol.supports?.(name, session) ?? isThere(protocol, name)),
  );
}

function isThere(protocol: Protocol, capability: Capability): boolean {
  if (capability === "edit" || capability === "regenerate") return protocol.revises === true;
  return (
    capability !== "dedupe" && (capability === "code" ? "requestCode" : camelCase(capability)) in protocol
  );
}
