import { describe } from "vitest";
import { foreignBackend } from "./backends.ts";
import { soak } from "./soak.ts";

describe("a foreign backend behind a network that fails", () => soak(foreignBackend));
