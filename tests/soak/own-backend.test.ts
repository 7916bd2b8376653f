import { describe } from "vitest";
import { ownBackend } from "./backends.ts";
import { soak } from "./soak.ts";

describe("the backend that de-duplicates behind a network that fails", () => soak(ownBackend));
