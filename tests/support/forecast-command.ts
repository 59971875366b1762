import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BreachResponse, ForecastResponse } from '../../pkg/contract/rest.ts';

const run = promisify(execFile);
const HEADROOM = join(import.meta.dirname, '../../bin/headroom');
const MOST_OUTPUT = 256 << 20;

/** What `bin/headroom forecast -o json` prints. */
export interface CommandAnswer {
  readonly forecast: ForecastResponse;
  readonly breach?: BreachResponse;
}

/** Runs `bin/headroom forecast -o json` with options by their long names. */
export async function forecastCommand(options: Readonly<Record<string, string>>): Promise<CommandAnswer> {
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  const { stdout } = await run(HEADROOM, ['forecast', '-o', 'json', ...args], { maxBuffer: MOST_OUTPUT });
  return JSON.parse(stdout) as CommandAnswer;
}
