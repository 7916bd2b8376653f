import { cdp, server } from "vitest/browser";

/**
 * Chooses a file in every dialog that the browser opens for one, from now on to the end of the test file.
 * @param path - The file, from the root of the repository.
 */
export async function answerFileDialogs(path: string): Promise<void> {
  const session = cdp();
  session.on("Page.fileChooserOpened", ({ backendNodeId }) => {
    if (backendNodeId === undefined)
      throw new Error("A dialog for files was opened by no element of the page.");
    void session.send("DOM.setFileInputFiles", { files: [`${server.config.root}/${path}`], backendNodeId });
  });
  await session.send("Page.enable");
  await session.send("Page.setInterceptFileChooserDialog", { enabled: true });
}
