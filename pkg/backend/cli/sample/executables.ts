import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { HeadroomError } from '#contract/errors.ts';

/** Finds a program of the Prometheus package in PATH; a path given by the user must exist. Throws `not_configured`. */
export async function findExecutable(name: 'prometheus' | 'promtool', given: string | undefined): Promise<string> {
  const candidates =
    given === undefined ? (process.env['PATH'] ?? '').split(delimiter).map((dir) => join(dir, name)) : [given];
  for (const candidate of candidates) {
    if (await isExecutable(candidate)) {
      return candidate;
    }
  }
  const where = given === undefined ? 'is not in PATH' : `is not an executable at ${given}`;
  throw new HeadroomError('not_configured', `The program ${name} ${where}.`, {
    remedy: 'Install Prometheus (on Debian or Ubuntu: apt-get install prometheus) or say where it is.',
    field: name,
  });
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
