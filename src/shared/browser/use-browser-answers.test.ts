import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Answer } from './protocol.ts';
import { type BrowserAnswers, gather } from './use-browser-answers.ts';

const tasks = Array.from({ length: 30 }, (_, i) => ({ name: `series-${i}` }));

/** Gathers answers that come when they are given. */
function started() {
  const told: Array<BrowserAnswers<number>> = [];
  let hear: (said: Answer<number>) => void = () => undefined;
  const stop = gather<{ name: string }, number>(
    tasks,
    { run: (_, listen) => (hear = listen), close: () => undefined },
    (one) => told.push(one)
  );
  return {
    told,
    stop,
    answer: (id: number) => hear({ id, solved: id }),
    fail: (id: number) => hear({ id, failure: 'No.' }),
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('tells the first results soon and the others in portions', () => {
  const { told, answer } = started();
  answer(0);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(200);
  expect(told.map(({ solved }) => solved.size)).toEqual([1]);
  for (let id = 1; id < 29; id++) {
    answer(id);
  }
  expect(told.map(({ solved }) => solved.size)).toEqual([1, 13, 25]);
  vi.advanceTimersByTime(2_000);
  expect(told.at(-1)).toMatchObject({ solved: { size: 29 }, isWorking: true });
  answer(29);
  expect(told.at(-1)).toMatchObject({ solved: { size: 30 }, isWorking: false });
});

it('is done when the last one has failed', () => {
  const { told, answer, fail } = started();
  tasks.slice(1).forEach((_, id) => answer(id));
  fail(29);
  expect(told.at(-1)).toMatchObject({ failures: ['series-29: No.'], isWorking: false });
});

it('tells nothing once it was stopped', () => {
  const { told, answer, stop } = started();
  answer(0);
  stop();
  vi.advanceTimersByTime(2_000);
  expect(told).toEqual([]);
});
