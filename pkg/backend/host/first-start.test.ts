import { describe, expect, it } from 'vitest';
import { firstParent, handOver } from './first-start.ts';

describe('what a process tells itself when it replaces itself', () => {
  it('is who its first parent was, also when that is gone by now', () => {
    const env = handOver({ pid: 40, ppid: 7 });
    expect(firstParent({ pid: 40, env })).toBe(7);
  });

  it('is nothing to a process that starts for the first time, or has it from another', () => {
    expect(firstParent({ pid: 40, env: {} })).toBeUndefined();
    expect(firstParent({ pid: 41, env: handOver({ pid: 40, ppid: 7 }) })).toBeUndefined();
  });

  it.each(['', '40', '40 ', '40 x', 'x 7', '40 7.5'])('is nothing when it reads %j', (text) => {
    const [name = ''] = Object.keys(handOver({ pid: 40, ppid: 7 }));
    expect(firstParent({ pid: 40, env: { [name]: text } })).toBeUndefined();
  });
});
