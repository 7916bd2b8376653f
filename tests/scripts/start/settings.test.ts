import { resolve } from "node:path";
import { expect, test } from "vitest";
import { readSettings } from "../../../scripts/start/settings.ts";

test("without any variable the site is on 4321, the API on 8787 and the data in .data", () => {
  expect(readSettings({})).toMatchObject({ port: 4321, apiPort: 8787, dataFolder: resolve(".data") });
});

test("an empty variable counts as not set", () => {
  expect(readSettings({ PORT: "", API_PORT: "", CHATISLE_DATA: "" })).toEqual(readSettings({}));
});

test("PORT, API_PORT and CHATISLE_DATA move the site, the API and the data", () => {
  expect(readSettings({ PORT: "5000", API_PORT: "5001", CHATISLE_DATA: "/srv/chat" })).toEqual({
    port: 5000,
    apiPort: 5001,
    dataFolder: resolve("/srv/chat"),
    databasePath: resolve("/srv/chat/chat.sqlite"),
    siteFolder: resolve("/srv/chat/site-5001"),
  });
});

test.each(["0", "65536", "-1", "80.5", "8e3", "http", " 80"])(
  "PORT=%j is refused by name and value",
  (value) => {
    expect(() => readSettings({ PORT: value })).toThrow(
      `PORT is ${JSON.stringify(value)}, which is no port.`,
    );
    expect(() => readSettings({ API_PORT: value })).toThrow(
      `API_PORT is ${JSON.stringify(value)}, which is no port.`,
    );
  },
);

test("the same port for both is refused", () => {
  expect(() => readSettings({ PORT: "8787" })).toThrow("PORT and API_PORT are both 8787");
});
