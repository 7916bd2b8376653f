import { memoryStore } from "../../src/stores/memory.js";
import { describeStore } from "./store-suite.js";

describeStore("a store in memory", async () => memoryStore());
