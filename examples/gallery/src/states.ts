import type { States } from "./state.js";
import { COMPOSER } from "./states/composer.js";
import { CONNECTION } from "./states/connection.js";
import { HISTORY } from "./states/history.js";
import { LAUNCHER } from "./states/launcher.js";
import { PANEL } from "./states/panel.js";
import { REPLY } from "./states/reply.js";
import { SEARCH } from "./states/search.js";
import { TRANSCRIPT } from "./states/transcript.js";

/** Every state of the chat: what stands in the page, what is in the panel, what goes wrong, how the panel stands. */
export const STATES: States = {
  ...LAUNCHER,
  ...HISTORY,
  ...TRANSCRIPT,
  ...SEARCH,
  ...REPLY,
  ...COMPOSER,
  ...CONNECTION,
  ...PANEL,
};
