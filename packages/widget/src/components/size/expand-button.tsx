import type { PanelSize } from "../../app/panel-size.js";
import { Icon } from "../icons.js";
import { useWording } from "../panel-context.js";

/** Makes a popup larger, and as large as it was. */
export function ExpandButton({ size }: { size: PanelSize }) {
  const { labels } = useWording();
  const isExpanded = size.isExpanded.value;
  return (
    <button
      type="button"
      part="button header-button expand"
      aria-label={labels.expand}
      aria-pressed={isExpanded}
      onClick={() => {
        size.isExpanded.value = !isExpanded;
      }}
    >
      <Icon>
        <path
          d={
            isExpanded
              ? "m19 5-5.5 5.5v-5m0 5h5M5 19l5.5-5.5v5m0-5h-5"
              : "M13.5 10.5 19 5v5m0-5h-5M10.5 13.5 5 19v-5m0 5h5"
          }
        />
      </Icon>
    </button>
  );
}
