import type { ComponentChildren } from "preact";

/** The frame of every icon. Those that only late code draws are in `late-icons.tsx`. */
export function Icon({ children }: { children: ComponentChildren }) {
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

export const SearchIcon = () => (
  <Icon>
    <path d="M15.5 15.5 19 19M17 11a6 6 0 1 1-12 0 6 6 0 0 1 12 0z" />
  </Icon>
);

export const ListIcon = () => (
  <Icon>
    <path part="icon-directed" d="M5 7h14M5 12h14M5 17h9" />
  </Icon>
);
