import type { ComponentChildren } from "preact";

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      {children}
    </svg>
  );
}

export const CloseIcon = () => (
  <Icon>
    <path d="m7 7 10 10M17 7 7 17" />
  </Icon>
);

export const SendIcon = () => (
  <Icon>
    <path d="M12 18.5v-13M6.5 11 12 5.5l5.5 5.5" />
  </Icon>
);

export const StopIcon = () => (
  <Icon>
    <rect x="7" y="7" width="10" height="10" rx="2" fill="currentColor" stroke="none" />
  </Icon>
);

export const DownIcon = () => (
  <Icon>
    <path d="M12 5.5v13M6.5 13l5.5 5.5 5.5-5.5" />
  </Icon>
);

export const BackIcon = () => (
  <Icon>
    <path part="icon-directed" d="M18.5 12h-13M11 6.5 5.5 12l5.5 5.5" />
  </Icon>
);

export const NewChatIcon = () => (
  <Icon>
    <path d="M12 5H7a2 2 0 0 0-2 2v10a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-5M10 14l.7-2.8 7-7a1.5 1.5 0 0 1 2.1 2.1l-7 7z" />
  </Icon>
);

export const ListIcon = () => (
  <Icon>
    <path d="M5 7h14M5 12h14M5 17h9" />
  </Icon>
);

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
