/** Makes several writes one. */
export interface Transactions {
  /**
   * Runs `work` alone: what it writes through the document store, the audit log and the job queue is on disk once the
   * promise resolves, and all of it is gone when the promise rejects. Work within work is part of it. Everybody else's
   * reading and writing waits meanwhile: `work` waits for nothing but these stores, and for all that it asks of them.
   */
  run<T>(work: () => Promise<T>): Promise<T>;
}
