/** Why a turn's signal fires when the visitor presses stop; when the page is left, there is another reason. */
export const STOP_REASON = "The visitor has stopped the reply.";
