import { useEffect } from "preact/hooks";
import type { PanelSize } from "../app/panel-size.js";
import { lateModule } from "../model/late-module.js";

const controls = lateModule(() => import("./size/size-controls.js"));

/** What changes the size of the panel. Until it is loaded, the panel is as large as the site has it. */
export function SizeControl({ name, size }: { name: "ExpandButton" | "Resizer"; size: PanelSize }) {
  useEffect(controls.load, []);
  const loading = controls.state.value;
  const kit = loading.status === "loaded" ? loading.module : undefined;
  useEffect(() => kit?.rememberSize(size), [kit]);
  if (!kit) return null;
  const Control = kit[name];
  return <Control size={size} />;
}
