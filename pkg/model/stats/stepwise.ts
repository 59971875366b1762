/**
 * Work in steps that each take a few milliseconds, for threads that have to answer their user in between. What it
 * gives does not depend on when the steps are taken.
 */
export type Stepwise<T> = Generator<undefined, T, undefined>;

/** Takes all steps at once and gives what the work gives. */
export function finish<T>(work: Stepwise<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) {
      return step.value;
    }
  }
}
