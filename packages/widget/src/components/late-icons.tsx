import { Icon } from "./icons.js";

/* Drawn only by what is loaded later: messages, files, the microphone, the list of conversations. */

export const RemoveIcon = () => (
  <Icon>
    <path d="M5 7h14M10 7V5h4v2M7 7l.8 12h8.4L17 7M10.5 11v4.5M13.5 11v4.5" />
  </Icon>
);

export const CopyIcon = () => (
  <Icon>
    <rect x="9" y="9" width="10.5" height="10.5" rx="2.5" />
    <path d="M15 9V7a2.5 2.5 0 0 0-2.5-2.5H7A2.5 2.5 0 0 0 4.5 7v5.5A2.5 2.5 0 0 0 7 15h2" />
  </Icon>
);

export const CheckIcon = () => (
  <Icon>
    <path d="m5.5 12.5 4.5 4.5 8.5-9.5" />
  </Icon>
);

export const EditIcon = () => (
  <Icon>
    <path d="m14.5 6 3.5 3.5M5 19l1-4.5L16 4.5a2.1 2.1 0 0 1 3 0l.5.5a2.1 2.1 0 0 1 0 3L9.5 18z" />
  </Icon>
);

export const RegenerateIcon = () => (
  <Icon>
    <path d="M19 12a7 7 0 1 1-2.2-5.1L19 9M19 4.5V9h-4.5" />
  </Icon>
);

const THUMB =
  "M7.5 11v8.5M7.5 11l3.8-6.3a1.9 1.9 0 0 1 3.4 1.6L13.8 10h4.3a2 2 0 0 1 2 2.4l-1.2 5.6a2 2 0 0 1-2 1.5H7.5M7.5 11H5.6A1.6 1.6 0 0 0 4 12.6v5.3a1.6 1.6 0 0 0 1.6 1.6h1.9";

export const ThumbUpIcon = () => (
  <Icon>
    <path d={THUMB} />
  </Icon>
);

export const ThumbDownIcon = () => (
  <Icon>
    <path d={THUMB} transform="rotate(180 12 12)" />
  </Icon>
);

export const ChevronIcon = () => (
  <Icon>
    <path d="m9.5 7 5 5-5 5" />
  </Icon>
);

export const FileIcon = () => (
  <Icon>
    <path d="M13.5 4H8a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h8a2 2 0 0 0 2-2V8.5zM13.5 4v4.5H18" />
  </Icon>
);

export const AttachIcon = () => (
  <Icon>
    <path d="m18.5 11-6.8 6.8a4 4 0 0 1-5.7-5.6l7.2-7.2a2.7 2.7 0 0 1 3.8 3.8l-7 7a1.3 1.3 0 0 1-2-1.8l6.5-6.5" />
  </Icon>
);

export const MicrophoneIcon = () => (
  <Icon>
    <rect x="9" y="3.5" width="6" height="11" rx="3" />
    <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v2.5" />
  </Icon>
);
