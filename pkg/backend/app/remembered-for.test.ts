import { expect, it } from 'vitest';
import { ManualClock } from './ports/kit.contract.ts';
import { rememberedFor } from './remembered-for.ts';

it('reads once in a time, again after a failure, and when the clock is put back', async () => {
  const clock = new ManualClock();
  let reads = 0;
  const read = rememberedFor(1_000, clock, async () => ++reads);
  expect([await read(), await read()]).toEqual([1, 1]);
  clock.advance(1_000);
  expect(await read()).toBe(2);
  clock.advance(-10_000);
  expect(await read()).toBe(3);
  let failures = 0;
  const failing = rememberedFor(1_000, clock, () => Promise.reject(new Error(String(++failures))));
  await expect(failing()).rejects.toThrow('1');
  await expect(failing()).rejects.toThrow('2');
});
