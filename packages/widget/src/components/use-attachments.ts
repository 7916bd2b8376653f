import type { ChatClient } from "@chatisle/client";
import { useSignalEffect } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { lateModule } from "../model/late-module.js";
import { usePanelOptions } from "./panel-context.js";

const attachments = lateModule(() => import("./attachments/attachments.js"));

/**
 * What takes files, and the list of those that go with the next message. It is loaded where the backend takes files
 * and the site allows them; undefined until then.
 */
export function useAttachments({ capabilities, upload }: Pick<ChatClient, "capabilities" | "upload">) {
  const { attachments: limits } = usePanelOptions();
  useSignalEffect(() => {
    if (capabilities.value.has("upload")) attachments.load();
  });
  const loading = attachments.state.value;
  const kit = loading.status === "loaded" ? loading.module : undefined;
  const list = useMemo(() => kit?.createAttachmentList(upload), [kit, upload]);
  return kit && list && limits && capabilities.value.has("upload") ? { ...kit, list, limits } : undefined;
}
