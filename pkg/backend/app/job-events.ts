/** A step in the life of a job, as it is told to those who watch. */
export interface JobEvent {
  readonly atMs: number;
  readonly org: string;
  readonly source: string;
  readonly id: string;
  readonly kind: string;
  readonly state: 'running' | 'done' | 'failed';
  /** Sentence for people: what is done or what went wrong. */
  readonly message: string;
}

/** Tells watchers within this process what becomes of jobs. */
export interface JobEvents {
  publish(event: JobEvent): void;
  /** Calls back for every later event of one organisation and data source; the result ends the subscription. */
  subscribe(org: string, source: string, listener: (event: JobEvent) => void): () => void;
}

/** Events go to whoever listens in this process at the moment; nothing is kept. */
export function createJobEvents(): JobEvents {
  const listeners = new Map<string, Set<(event: JobEvent) => void>>();
  const keyOf = (org: string, source: string) => JSON.stringify([org, source]);
  return {
    publish(event) {
      for (const listener of listeners.get(keyOf(event.org, event.source)) ?? []) {
        listener(event);
      }
    },
    subscribe(org, source, listener) {
      const key = keyOf(org, source);
      const group = listeners.get(key) ?? new Set();
      listeners.set(key, group.add(listener));
      return () => {
        group.delete(listener);
        if (group.size === 0 && listeners.get(key) === group) {
          listeners.delete(key);
        }
      };
    },
  };
}
