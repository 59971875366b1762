/** Mutual exclusion with a time limit, so that one process in a cluster leads. */
export interface LeaseStore {
  /**
   * Takes or renews the lease for `holder` until `nowMs + durationMs`, when it is free again; `false` while another
   * holder's lease is in force. A lease in force for longer than `LONGEST_LEASE_MS` is none: the clock has been put back.
   */
  acquire(name: string, holder: string, nowMs: number, durationMs: number): Promise<boolean>;
  /** Gives the lease back; nothing happens when `holder` does not hold it. */
  release(name: string, holder: string): Promise<void>;
}
