import { expect, test } from "vitest";
import { ensureStacks } from "../../scripts/backends/install-stacks.ts";

/** A machine that has nginx, PostgreSQL and the Python modules, or gets them from apt. */
function machine(isComplete: boolean, aptWorks: boolean) {
  const commands: string[] = [];
  let hasPackages = isComplete;
  return {
    commands,
    find: () => (hasPackages ? "/usr/lib/postgresql/15/bin" : null),
    run: async (command: string, args: readonly string[]) => {
      if (command !== "apt-get") return hasPackages ? 0 : 1;
      commands.push([command, args[0]].join(" "));
      hasPackages ||= aptWorks && args[0] === "install";
      return aptWorks ? 0 : 100;
    },
  };
}

test("installs nothing where everything is there", async () => {
  const { run, find, commands } = machine(true, true);
  await ensureStacks({ run, find, isRoot: true });
  expect(commands).toEqual([]);
});

test("root gets the distribution's packages", async () => {
  const { run, find, commands } = machine(false, true);
  await ensureStacks({ run, find, isRoot: true });
  expect(commands).toEqual(["apt-get update", "apt-get install"]);
});

test.each([
  ["never calls apt-get without root", false, true, []],
  ["gives up where apt-get finds no packages", true, false, ["apt-get update"]],
])("%s, and says what to install", async (_case, isRoot, aptWorks, expected) => {
  const { run, find, commands } = machine(false, aptWorks);
  await expect(ensureStacks({ run, find, isRoot })).rejects.toThrow("python3-fastapi");
  expect(commands).toEqual(expected);
});
