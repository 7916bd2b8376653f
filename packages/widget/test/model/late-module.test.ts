import { expect, test, vi } from "vitest";
import { lateModule } from "../../src/model/late-module.js";

test("a module is loaded once, when it is first wanted", async () => {
  const load = vi.fn(async () => "code");
  const module = lateModule(load);
  expect(module.state.value).toEqual({ status: "absent" });
  module.load();
  module.load();
  expect(module.state.value).toEqual({ status: "loading" });
  await vi.waitFor(() => expect(module.state.value).toEqual({ status: "loaded", module: "code" }));
  module.load();
  expect(load).toHaveBeenCalledOnce();
});

test("a load that failed is tried again when it is wanted again", async () => {
  const load = vi.fn(async () => "code");
  load.mockRejectedValueOnce(new Error("no network"));
  const module = lateModule(load);
  module.load();
  await vi.waitFor(() => expect(module.state.value).toEqual({ status: "failed" }));
  module.load();
  await vi.waitFor(() => expect(module.state.value).toEqual({ status: "loaded", module: "code" }));
});
