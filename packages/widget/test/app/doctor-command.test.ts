import { expect, test } from "vitest";
import { doctorCommand } from "../../src/app/doctor-command.js";

test.each([
  ["https://api.example.com", "npx chatisle doctor https://api.example.com/ --origin http://localhost:4321"],
  ["/api", "npx chatisle doctor http://localhost:4321/api --origin http://localhost:4321"],
  ["", "npx chatisle doctor http://localhost:4321/ --origin http://localhost:4321"],
])("the doctor is asked about %j for this site", (baseUrl, command) => {
  expect(doctorCommand(baseUrl, "http://localhost:4321/help?x=1")).toBe(command);
});
