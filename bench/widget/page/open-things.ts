/** What a page has begun and not ended. */
export interface OpenThings {
  readonly timers: number;
  /** Sockets, event sources and channels to other tabs. */
  readonly connections: number;
}

/** Notes from now on every timer that is set and every connection that is made; what it gives tells how many are left. */
export function countOpenThings(): () => OpenThings {
  const timers = noteTimers();
  const connections = noteConnections();
  return () => ({ timers: timers.size, connections: connections.size });
}

function noteTimers(): ReadonlySet<unknown> {
  const running = new Set<unknown>();
  const { setTimeout, setInterval, clearTimeout, clearInterval } = window;
  const begin = (set: typeof setInterval, endsItself: boolean) => (handler: () => void, delay?: number) => {
    const id = set(() => {
      if (endsItself) running.delete(id);
      handler();
    }, delay);
    running.add(id);
    return id;
  };
  const end = (clear: typeof clearTimeout) => (id?: number) => {
    running.delete(id);
    clear(id);
  };
  Object.assign(window, {
    setTimeout: begin(setTimeout, true),
    setInterval: begin(setInterval, false),
    clearTimeout: end(clearTimeout),
    clearInterval: end(clearInterval),
  });
  return running;
}

function noteConnections(): ReadonlySet<unknown> {
  const open = new Set<unknown>();
  for (const Connection of [WebSocket, EventSource, BroadcastChannel]) {
    const { close } = Connection.prototype;
    Connection.prototype.close = function (this: never) {
      open.delete(this);
      close.call(this);
    };
    const noted = new Proxy(Connection, {
      construct(target, args) {
        const connection: object = Reflect.construct(target, args);
        open.add(connection);
        return connection;
      },
    });
    Object.assign(window, { [Connection.name]: noted });
  }
  return open;
}
