import { Component, type ComponentChild, createRef, h } from "preact";
import type { ChatVerbs } from "./chat-verbs.js";
import type { ChatWidgetElement } from "./element/chat-widget-element.js";
import { replayEarlyPress } from "./launcher/early-press.js";
import { Launcher } from "./launcher/launcher.js";
import { type LauncherProps, launcherAttributes } from "./launcher/launcher-props.js";
import { ensureLauncherRoot } from "./launcher/launcher-root.js";
import { chatVerbs, loadAppOnIntent } from "./lazy-app.js";

/** The props of {@link ChatWidget}. */
export interface ChatWidgetProps extends Omit<LauncherProps, "icon"> {
  /** What stands on the launcher in place of its icon: the address of a picture, or an element. Default: a speech bubble. */
  readonly icon?: ComponentChild;
}

/**
 * The launcher as a Preact component, with the verbs of the chat on its ref. The server renders the complete
 * launcher; the browser takes it over, and loads the chat itself when a visitor wants it.
 */
export class ChatWidget extends Component<ChatWidgetProps> implements ChatVerbs {
  readonly #host = createRef<ChatWidgetElement>();
  readonly #verbs = chatVerbs(() => this.#host.current);

  readonly open = this.#verbs.open;
  readonly close = this.#verbs.close;
  readonly toggle = this.#verbs.toggle;
  readonly send = this.#verbs.send;
  readonly setDraft = this.#verbs.setDraft;
  readonly focus = this.#verbs.focus;
  readonly newConversation = this.#verbs.newConversation;
  readonly reload = this.#verbs.reload;
  readonly signIn = this.#verbs.signIn;
  readonly signOut = this.#verbs.signOut;

  override componentDidMount(): void {
    loadAppOnIntent();
    if (this.#host.current) {
      replayEarlyPress(ensureLauncherRoot(this.#host.current, launcherProps(this.props).props));
    }
  }

  /** The `<chat-widget>` that this component stands for; null while it is not mounted. */
  get element(): ChatWidgetElement | null {
    return this.#host.current;
  }

  render() {
    // The parser turns the server's template into a shadow root and takes it out, so that the browser's first
    // render finds the element as empty as it makes it.
    const { props, icon } = launcherProps(this.props);
    if (typeof document === "undefined") {
      return (
        <Launcher {...props} keepsPress>
          {icon}
        </Launcher>
      );
    }
    return h("chat-widget", { ...launcherAttributes(props), ref: this.#host }, icon);
  }
}

/** The props of the launcher, and its icon where that is an element. */
function launcherProps({ icon, ...props }: ChatWidgetProps) {
  if (typeof icon === "string") return { props: { ...props, icon } };
  return { props, icon: icon ? <span slot="icon">{icon}</span> : undefined };
}
