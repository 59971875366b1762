/**
 * Makes faults under load and tells what came of it; exits with 1 when anything was lost, or slow to come back.
 *
 * Usage: node tests/faults/run.ts [--faults N] [--seed S] [--only PATTERN] [--keep]
 */
import { parseArgs } from 'node:util';
import { formatReport } from './report.ts';
import { runFaults } from './run-faults.ts';
import { mayMount } from './state-disk.ts';

const READY_WITHIN_MS = 3_000;

const { values } = parseArgs({
  options: {
    faults: { type: 'string', default: '50' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string', default: '' },
    keep: { type: 'boolean', default: false },
  },
});

if (!mayMount()) {
  throw new Error('Run this as root: a disk that gets full needs a mount.');
}
const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort()).once('SIGTERM', () => interrupted.abort());
const report = await runFaults({
  seed: Number(values.seed),
  count: Number(values.faults),
  only: new RegExp(values.only),
  keep: values.keep,
  readyWithinMs: READY_WITHIN_MS,
  until: interrupted.signal,
  onMade: ({ name, recoveryMs }) => process.stdout.write(`${Math.round(recoveryMs)} ms  ${name}\n`),
});
process.stdout.write(`${formatReport(report)}\n`);
process.exitCode = report.complaints.length === 0 ? 0 : 1;
