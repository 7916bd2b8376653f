import type { FailureCode } from "@chatisle/client/protocol";
import { DEFAULT_LAUNCHER_LABELS, type LauncherLabels } from "./launcher/launcher-labels.js";

/** One text for each plural form of a language; `{count}` stands for the number. */
export type PluralLabel = { readonly other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** Every string of the widget. Plain data, so that it can stand in an attribute. */
export interface Labels extends LauncherLabels {
  /** Title of the panel. */
  heading: string;
  close: string;
  /** Name of the button that makes the panel larger; pressed while it is. */
  expand: string;
  /** Name of the edge of a sidebar, which can be moved. */
  resize: string;
  /** Takes a greeting away. */
  dismiss: string;

  /** The line under the title. */
  statusConnecting: string;
  statusOnline: string;
  statusReconnecting: string;
  statusUnavailable: string;
  statusExpired: string;

  /** Accessible name of the transcript. */
  transcript: string;
  /** Said before each message, for visitors who listen. */
  speakerVisitor: string;
  speakerAssistant: string;
  greeting: string;
  greetingHelp: string;
  historyLoading: string;
  historyFailed: string;
  /** Name of the search and of its field. */
  search: string;
  /** How many messages hold what is searched. */
  found: PluralLabel;
  loadOlder: string;
  loadingOlder: string;
  jumpToLatest: string;
  newMessages: PluralLabel;
  loadNewer: string;
  sources: string;
  /** Accessible name of a source's number in the text; `{number}` stands for it. */
  citation: string;
  copyCode: string;
  copied: string;
  copyFailed: string;
  /** Stands for the language of code that names none. */
  codeBlock: string;
  table: string;
  /** Said for the mark of a task in a list. */
  taskDone: string;
  taskOpen: string;

  /** Said when a reply is on its way. */
  generating: string;
  sending: string;
  stopped: string;
  interrupted: string;
  notSent: string;
  retry: string;
  edit: string;
  /** Beside a message that is sent after the reply that is arriving. */
  queued: string;
  /** Beside a message that is sent once the chat can be reached again. */
  sentLater: string;
  /** The same, once a wait is over that the backend has asked for. */
  sentAfterWait: string;
  /** The same, once the visitor has followed {@link continue}. */
  sentOnceContinued: string;

  /** What can be done with a message. */
  copy: string;
  regenerate: string;
  editMessage: string;
  cancel: string;
  goodReply: string;
  badReply: string;
  /** Accessible names of the questions to begin with, and of those that a reply suggests. */
  prompts: string;
  suggestions: string;

  /** What the assistant thought before it answered. */
  reasoning: string;
  reasoningNow: string;
  /** Stands for the name of a tool that has none. */
  tool: string;
  toolRunning: string;
  toolFailed: string;
  toolDenied: string;
  toolInput: string;
  toolOutput: string;
  /** Asked before a tool is used. */
  toolApproval: string;
  allow: string;
  deny: string;
  /** Stands for the name of a file that has none. */
  file: string;

  /** Accessible name of the files that go with the next message. */
  attachments: string;
  attach: string;
  dropFiles: string;
  /** In these, `{name}` stands for the file's name. */
  uploading: string;
  removeFile: string;
  uploadFailed: string;
  fileTypeRefused: string;
  fileEmpty: string;
  /** `{size}` stands for the limit, such as "10 MB". */
  fileTooLarge: string;
  tooManyFiles: PluralLabel;
  /** Name of the button that lets a visitor speak instead of write. */
  speak: string;
  listening: string;
  notHeard: string;

  /** Accessible name of the text field. */
  composer: string;
  placeholder: string;
  send: string;
  stop: string;

  /** The browser has no network. What is written goes by itself later. */
  offline: string;
  /** Something is wrong with the site, which a visitor cannot mend. */
  unavailable: string;
  /** The browser keeps nothing for the chat. */
  cookiesBlocked: string;
  /** After the reason for a wait; `{time}` stands for its length, such as "12 seconds". */
  goesOnIn: string;
  /** The session is over. The draft is kept. */
  expired: string;
  /** The backend cannot go on with this session, or with a visitor it does not know. Nothing is lost. */
  signInRequired: string;
  continue: string;
  /** Title of the card that tells a developer about a wrong option. */
  misconfigured: string;
  /** Before a command that finds out more. */
  misconfiguredCheck: string;

  /** Title of the form, and its last button. */
  signIn: string;
  signInHelp: string;
  email: string;
  sendCode: string;
  /** `{email}` stands for the address. */
  codeSent: string;
  signInCode: string;
  codeRefused: string;
  otherEmail: string;
  back: string;

  /** Title of the list of conversations, and the name of the button that shows it. */
  conversations: string;
  newConversation: string;
  noConversations: string;
  moreConversations: string;
  removeConversation: string;
  /** Stands for the title of a conversation that has none. */
  untitledConversation: string;
  /** Why something failed, in words for the visitor. */
  failures: Record<FailureCode, string>;
}

/** Labels to replace; the others keep their words. */
export type LabelOverrides = Partial<Omit<Labels, "failures">> & {
  readonly failures?: Partial<Labels["failures"]>;
};

export const DEFAULT_LABELS: Labels = {
  ...DEFAULT_LAUNCHER_LABELS,
  heading: "Chat",
  close: "Close chat",
  expand: "Enlarge chat",
  resize: "Width of the chat",
  dismiss: "Dismiss",

  statusConnecting: "Connecting…",
  statusOnline: "Online",
  statusReconnecting: "Reconnecting…",
  statusUnavailable: "Not connected",
  statusExpired: "Session expired",

  transcript: "Conversation",
  speakerVisitor: "You",
  speakerAssistant: "Assistant",
  greeting: "How can we help?",
  greetingHelp: "Ask a question to start the conversation.",
  historyLoading: "Loading the conversation",
  historyFailed: "Earlier messages could not be loaded.",
  search: "Search messages",
  found: { one: "{count} message found", other: "{count} messages found" },
  loadOlder: "Load earlier messages",
  loadingOlder: "Loading…",
  jumpToLatest: "Jump to the latest message",
  newMessages: { other: "{count} new" },
  loadNewer: "Load later messages",
  sources: "Sources",
  citation: "Source {number}",
  copyCode: "Copy code",
  copied: "Copied",
  copyFailed: "Not copied",
  codeBlock: "Code",
  table: "Table",
  taskDone: "Done",
  taskOpen: "To do",

  generating: "The assistant is writing",
  sending: "Sending…",
  stopped: "Stopped",
  interrupted: "The reply was cut off.",
  notSent: "Not sent.",
  retry: "Retry",
  edit: "Edit",
  queued: "Sent after this reply",
  sentLater: "Will send when back",
  sentAfterWait: "Will send after the wait",
  sentOnceContinued: "Will send once you continue",

  copy: "Copy",
  regenerate: "Ask again",
  editMessage: "Edit message",
  cancel: "Cancel",
  goodReply: "Good reply",
  badReply: "Bad reply",
  prompts: "Questions to begin with",
  suggestions: "Suggested replies",

  reasoning: "Reasoning",
  reasoningNow: "Thinking…",
  tool: "Tool",
  toolRunning: "running",
  toolFailed: "failed",
  toolDenied: "not allowed",
  toolInput: "Input",
  toolOutput: "Result",
  toolApproval: "The assistant asks for your permission.",
  allow: "Allow",
  deny: "Do not allow",
  file: "File",

  attachments: "Attached files",
  attach: "Attach files",
  dropFiles: "Drop files to attach them",
  uploading: "{name} is being uploaded",
  removeFile: "Remove {name}",
  uploadFailed: "{name} was not uploaded.",
  fileTypeRefused: "Files like {name} cannot be attached.",
  fileEmpty: "{name} is empty.",
  fileTooLarge: "{name} is larger than {size}.",
  tooManyFiles: {
    one: "No more than {count} file can be attached.",
    other: "No more than {count} files can be attached.",
  },
  speak: "Speak a message",
  listening: "Listening",
  notHeard: "Nothing was understood. You can write instead.",

  composer: "Message",
  placeholder: "Write a message…",
  send: "Send",
  stop: "Stop the reply",

  offline: "You are offline. What you write is sent once you are back.",
  unavailable: "The chat is not available at the moment.",
  cookiesBlocked: "Your browser blocks cookies for this chat. Please allow them.",
  goesOnIn: "You can continue in {time}.",
  expired: "Your session has ended. Your draft is kept.",
  signInRequired: "Please sign in to continue. Your messages and your draft are kept.",
  continue: "Continue",
  misconfigured: "This chat is not set up correctly",
  misconfiguredCheck: "To find out more, run:",

  signIn: "Sign in",
  signInHelp: "We send you a code by e-mail.",
  email: "E-mail address",
  sendCode: "Send code",
  codeSent: "We have sent a code to {email}.",
  signInCode: "Code",
  codeRefused: "This code is wrong or has expired.",
  otherEmail: "Use another address",
  back: "Back to the chat",

  conversations: "Conversations",
  newConversation: "New conversation",
  noConversations: "There are no earlier conversations.",
  moreConversations: "Show more",
  removeConversation: "Delete",
  untitledConversation: "Conversation",
  failures: {
    auth: "Please sign in again.",
    blocked: "This is not allowed here.",
    rate: "Too many messages. Please wait a moment.",
    invalid: "The chat did not accept this.",
    server: "Something went wrong on our side.",
    network: "The chat cannot be reached.",
    timeout: "The chat did not answer in time.",
    protocol: "The chat answered in an unexpected way.",
    interrupted: "The reply was cut off.",
    model: "The assistant could not answer.",
    aborted: "The request was cancelled.",
  },
};

/** The defaults, replaced by each table in turn, the last one winning. */
export function mergeLabels(...overrides: readonly (LabelOverrides | undefined)[]): Labels {
  let labels = DEFAULT_LABELS;
  for (const table of overrides) {
    labels = { ...labels, ...table, failures: { ...labels.failures, ...table?.failures } };
  }
  return labels;
}

/** The form of a plural label that a language uses for a count. */
export function plural(label: PluralLabel, count: number, lang: string): string {
  const form = label[new Intl.PluralRules(lang).select(count)] ?? label.other;
  return form.replaceAll("{count}", new Intl.NumberFormat(lang).format(count));
}
