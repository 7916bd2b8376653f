/** Where a backend answers about the visitor's session. `null`: it has no such endpoint. */
export interface SessionPaths {
  /** Default: `/api/session`. */
  readonly session?: string | null;
  /** Default: `/api/auth/token-health`. */
  readonly tokenHealth?: string | null;
  /**
   * Where a session is renewed (`POST`): after a 401, also the one of a visitor who comes back, and when token health says that it is due. Default:
   * `/api/auth/refresh` where the backend announces it, else none, and after a 401 the session is read again.
   */
  readonly refresh?: string | null;
}

/** Where visitors sign in and out. Each default is taken where the backend announces it, else there is none. */
export interface AccountPaths extends SessionPaths {
  /** Takes a token of the site's own server (`POST`). Default: `/api/auth/sign-in`. */
  readonly signIn?: string | null;
  /** Default: `/api/auth/sign-out`. */
  readonly signOut?: string | null;
  /** Sends a code to an address (`POST`). Default: `/api/auth/code`. */
  readonly code?: string | null;
  /** Takes the code (`POST`). Default: the path of `code`, followed by `/verify`. */
  readonly verifyCode?: string;
  /** Deletes what is kept of the visitor (`DELETE`). Default: `/api/session/data`. */
  readonly deleteData?: string | null;
}
