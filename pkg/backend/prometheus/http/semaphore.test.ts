import { describe, expect, it } from 'vitest';
import { QueueFull, Semaphore } from './semaphore.ts';

const never = new AbortController().signal;
const room = { most: 10, onChange: () => undefined };

function gate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}

describe('Semaphore', () => {
  it('runs as many at once as it has slots, the rest in the order in which they came', async () => {
    const semaphore = new Semaphore(2, room);
    const gates = [gate(), gate(), gate(), gate()];
    const started: number[] = [];
    const runs = gates.map((each, index) =>
      semaphore.run(never, async () => {
        started.push(index);
        await each.passed;
        return index;
      })
    );
    await Promise.resolve();
    expect(started).toEqual([0, 1]);
    gates[1]?.open();
    await runs[1];
    expect(started).toEqual([0, 1, 2]);
    gates.forEach((each) => each.open());
    expect(await Promise.all(runs)).toEqual([0, 1, 2, 3]);
  });

  it('frees the slot of work that fails', async () => {
    const semaphore = new Semaphore(1, room);
    await expect(semaphore.run(never, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await semaphore.run(never, () => Promise.resolve('next'))).toBe('next');
  });

  it('lets a waiting caller leave with the reason of its signal, and gives its turn to the next', async () => {
    const semaphore = new Semaphore(1, room);
    const first = gate();
    const leaving = new AbortController();
    const running = semaphore.run(never, () => first.passed);
    const left = semaphore.run(leaving.signal, () => Promise.resolve('never'));
    const next = semaphore.run(never, () => Promise.resolve('next'));
    leaving.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    first.open();
    await running;
    expect(await next).toBe('next');
  });

  it('runs nothing for a signal that is aborted already, and keeps the slot', async () => {
    const semaphore = new Semaphore(1, room);
    await expect(
      semaphore.run(AbortSignal.abort(new Error('too late')), () => Promise.resolve('never'))
    ).rejects.toThrow('too late');
    expect(await semaphore.run(never, () => Promise.resolve('next'))).toBe('next');
  });

  it('turns away who would be one too many to wait, and tells of each that begins and ends to wait', async () => {
    let waiting = 0;
    const semaphore = new Semaphore(1, { most: 2, onChange: (change) => (waiting += change) });
    const first = gate();
    const leaving = new AbortController();
    const running = semaphore.run(never, () => first.passed);
    expect(waiting).toBe(0);
    const left = semaphore.run(leaving.signal, () => Promise.resolve('never'));
    const second = semaphore.run(never, () => Promise.resolve('second'));
    await expect(semaphore.run(never, () => Promise.resolve('never'))).rejects.toThrow(QueueFull);
    expect(waiting).toBe(2);
    leaving.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    expect(waiting).toBe(1);
    const third = semaphore.run(never, () => Promise.resolve('third'));
    first.open();
    await running;
    expect(await Promise.all([second, third])).toEqual(['second', 'third']);
    expect(waiting).toBe(0);
  });
});
