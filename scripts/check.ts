/**
 * Runs every check of the project one after the other, goes on after a failure, and ends with the line
 * `N passed, N failed`: one per check, and one per test for the suites that count them.
 *
 * Usage: node scripts/check.ts [name ...]
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';

interface Check {
  readonly name: string;
  readonly command: readonly string[];
  /** Where the suite writes its counts, and how to read them. */
  readonly report?: { readonly path: string; readonly count: (json: unknown) => Counts };
}

interface Counts {
  passed: number;
  failed: number;
}

const REPORTS = 'build/reports';

function vitestCounts(json: unknown): Counts {
  const report = json as { numPassedTests: number; numFailedTests: number };
  return { passed: report.numPassedTests, failed: report.numFailedTests };
}

function playwrightCounts(json: unknown): Counts {
  const { stats } = json as { stats: { expected: number; unexpected: number; flaky: number } };
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
}

function vitest(name: string): Check {
  const path = `${REPORTS}/${name}.json`;
  return {
    name,
    command: [
      'npx',
      'vitest',
      'run',
      '--project',
      name,
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${path}`,
    ],
    report: { path, count: vitestCounts },
  };
}

const CHECKS: readonly Check[] = [
  { name: 'format', command: ['npm', 'run', '-s', 'format:check'] },
  { name: 'manifest', command: ['npm', 'run', '-s', 'manifest'] },
  { name: 'generated files', command: ['npm', 'run', '-s', 'generated'] },
  { name: 'licences', command: ['npm', 'run', '-s', 'licences'] },
  { name: 'types', command: ['npm', 'run', '-s', 'typecheck'] },
  { name: 'lint', command: ['npm', 'run', '-s', 'lint'] },
  { name: 'go lint', command: ['scripts/go-lint.sh'] },
  { name: 'arrows', command: ['npm', 'run', '-s', 'arrows'] },
  { name: 'dead code', command: ['npm', 'run', '-s', 'deadcode'] },
  vitest('unit'),
  { name: 'build', command: ['npm', 'run', '-s', 'build'] },
  { name: 'catalogue package', command: ['npm', 'run', '-s', 'check:catalogue'] },
  vitest('integration'),
  vitest('fuzz'),
  {
    name: 'conformance',
    command: ['node', 'scripts/go-test.ts', '--report', `${REPORTS}/conformance.json`],
    report: { path: `${REPORTS}/conformance.json`, count: vitestCounts },
  },
  {
    name: 'browser',
    command: ['npx', 'playwright', 'test'],
    report: { path: `${REPORTS}/playwright.json`, count: playwrightCounts },
  },
];

function countsOf(check: Check, ok: boolean): Counts {
  if (check.report === undefined) {
    return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  }
  try {
    const counts = check.report.count(JSON.parse(readFileSync(check.report.path, 'utf8')));
    const brokenOtherwise = !ok && counts.failed === 0;
    const ranNothing = counts.passed + counts.failed === 0;
    return brokenOtherwise || ranNothing ? { ...counts, failed: counts.failed + 1 } : counts;
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function run(check: Check): Counts {
  process.stdout.write(`\n=== ${check.name}\n`);
  if (check.report !== undefined) {
    rmSync(check.report.path, { force: true });
  }
  const started = Date.now();
  const [program = '', ...args] = check.command;
  const { status } = spawnSync(program, args, { stdio: 'inherit' });
  const counts = countsOf(check, status === 0);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stdout.write(`=== ${check.name}: ${counts.passed} passed, ${counts.failed} failed (${seconds} s)\n`);
  return counts;
}

mkdirSync(REPORTS, { recursive: true });
const wanted = process.argv.slice(2);
const total: Counts = { passed: 0, failed: 0 };
const failedChecks: string[] = [];
for (const check of CHECKS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const counts = run(check);
  total.passed += counts.passed;
  total.failed += counts.failed;
  if (counts.failed > 0) {
    failedChecks.push(check.name);
  }
}
if (failedChecks.length > 0) {
  process.stdout.write(`\nFailed: ${failedChecks.join(', ')}\n`);
}
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
