/** The only source of "now" for use cases and adapters. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number;
}
