/** Why work was not begun: as much waits already as may. */
export class QueueFull extends Error {
  override readonly name = 'QueueFull';
}

/** How many may wait for a slot, and who is told when one begins to wait (1) or no longer does (-1). */
export interface WaitingRoom {
  readonly most: number;
  readonly onChange: (change: 1 | -1) => void;
}

/** Lets at most a fixed number of pieces of work run at once; the others wait in the order in which they came. */
export class Semaphore {
  readonly #waiting = new Set<() => void>();
  readonly #room: WaitingRoom;
  #free: number;

  constructor(slots: number, room: WaitingRoom) {
    this.#free = slots;
    this.#room = room;
  }

  /**
   * Runs `work` in a slot. Rejects with {@link QueueFull} when too many wait for one, with the signal's reason when it
   * aborts before a slot is free.
   */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#acquire(signal);
    try {
      return await work();
    } finally {
      this.#release();
    }
  }

  #acquire(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      if (this.#free > 0) {
        this.#free -= 1;
        resolve();
        return;
      }
      if (this.#waiting.size >= this.#room.most) {
        throw new QueueFull(`${this.#room.most} wait already.`);
      }
      const enter = () => {
        signal.removeEventListener('abort', leave);
        this.#room.onChange(-1);
        resolve();
      };
      const leave = () => {
        this.#waiting.delete(enter);
        this.#room.onChange(-1);
        reject(signal.reason as Error);
      };
      this.#waiting.add(enter);
      this.#room.onChange(1);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  #release(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#free += 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
