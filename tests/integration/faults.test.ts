import { describe, expect, it } from 'vitest';
import { formatReport } from '../faults/report.ts';
import { runFaults } from '../faults/run-faults.ts';
import { mayMount } from '../faults/state-disk.ts';

const COUNT = 8;
/** Whatever else the machine does meanwhile, and from sources that are compiled at each start; `make faults` is strict. */
const READY_WITHIN_MS = 20_000;

describe.skipIf(!mayMount())('the engine under load', () => {
  it(`loses nothing that it acknowledged in ${COUNT} random faults, keeps nothing that it refused, and is back soon`, async () => {
    const report = await runFaults({ seed: Date.now() % 1_000_000, count: COUNT, readyWithinMs: READY_WITHIN_MS });
    process.stdout.write(`${formatReport(report)}\n`);
    expect(report.complaints).toEqual([]);
    expect(report.outcomes.acknowledged).toBeGreaterThan(10 * COUNT);
  }, 300_000);
});
