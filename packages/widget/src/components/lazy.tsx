import type { ComponentType, FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useWording } from "./panel-context.js";

/**
 * A component that few visitors need, in a chunk of its own.
 * @param load - Imports it. A load that failed is tried again when the component is shown again.
 */
export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): FunctionComponent<Props> {
  let loaded: ComponentType<Props> | undefined;
  return function Lazy(props: Props) {
    const { labels } = useWording();
    const [state, setState] = useState<{ Content?: ComponentType<Props> | undefined; isFailed?: boolean }>({
      Content: loaded,
    });
    useEffect(() => {
      if (loaded) return;
      load().then(
        (Content) => {
          loaded = Content;
          setState({ Content });
        },
        () => setState({ isFailed: true }),
      );
    }, []);
    if (state.Content) return <state.Content {...props} />;
    return state.isFailed ? (
      <p part="notice" role="alert">
        {labels.loadFailed}
      </p>
    ) : null;
  };
}
