/**
 * Runs the Go tests: those of the forwarder, and the conformance tests of both packages by Grafana's own SDK. Tells
 * what failed, and writes how many passed.
 *
 * Usage: node scripts/go-test.ts [--report FILE]
 */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

/** A line of `go test -json`, as far as we read it. */
interface TestEvent {
  readonly Action: string;
  readonly Package?: string;
  readonly Test?: string;
  readonly Output?: string;
}

const { values } = parseArgs({ options: { report: { type: 'string' } } });

// An older Go fetches the one that go.mod asks for.
const env = { GOTOOLCHAIN: 'auto', ...process.env, GOFLAGS: '-mod=readonly' };
const go = spawn('go', ['test', '-json', '-count=1', './pkg/forwarder', './tests/conformance'], {
  env,
  stdio: ['ignore', 'pipe', 'inherit'],
});
go.on('error', () => console.error('Go is missing. Install it, or run .ci/run.'));
const ended = new Promise<number>((resolve) => go.on('close', (code) => resolve(code ?? 1)));

const said = new Map<string, string>();
const counts = { numPassedTests: 0, numFailedTests: 0 };
for await (const line of createInterface({ input: go.stdout })) {
  note(line);
}
const status = await ended;
console.log(`${counts.numPassedTests} passed, ${counts.numFailedTests} failed`);
if (values.report !== undefined) {
  writeFileSync(values.report, JSON.stringify(counts));
}
process.exitCode = status;

function note(line: string): void {
  const event = parse(line);
  if (event === undefined) {
    console.log(line);
    return;
  }
  const name = `${event.Package} ${event.Test ?? ''}`;
  said.set(name, (said.get(name) ?? '') + (event.Output ?? ''));
  if (event.Action === 'build-output') {
    console.log(event.Output);
  }
  if (event.Action === 'fail') {
    console.log(said.get(name));
  }
  if (event.Test !== undefined) {
    counts.numPassedTests += Number(event.Action === 'pass');
    counts.numFailedTests += Number(event.Action === 'fail');
  }
}

function parse(line: string): TestEvent | undefined {
  try {
    return JSON.parse(line) as TestEvent;
  } catch {
    return undefined;
  }
}
