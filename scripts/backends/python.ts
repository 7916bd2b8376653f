import { existsSync } from "node:fs";

/** `PYTHON`, else the distribution's: another one on the path would not see the packages that come with it. */
export const PYTHON = process.env.PYTHON ?? (existsSync("/usr/bin/python3") ? "/usr/bin/python3" : "python3");
