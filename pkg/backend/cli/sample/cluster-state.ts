import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HeadroomError } from '#contract/errors.ts';
import type { Enlargement } from '../../../sample/cluster/claim.ts';
import type { Incident } from '../../../sample/incidents/incident.ts';

/** What has to survive a restart of the exporter, so that its series carry on. */
export interface ClusterState {
  readonly seed: number;
  readonly anchorMs: number;
  readonly enlargements: readonly Enlargement[];
  /** Incidents that somebody asked for. */
  readonly injected?: readonly Incident[];
}

const FILE = 'sample-cluster.json';

/** The state that was saved in a folder, `undefined` where there is none. */
export async function loadState(dir: string): Promise<ClusterState | undefined> {
  const path = join(dir, FILE);
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ClusterState;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw new HeadroomError('internal', `The file ${path} cannot be read.`, {
      remedy: 'Delete its folder to begin with a new sample cluster.',
      cause,
    });
  }
}

/** Replaces the state of a folder as a whole. */
export async function saveState(dir: string, state: ClusterState): Promise<void> {
  const path = join(dir, FILE);
  await writeFile(`${path}.new`, `${JSON.stringify(state, null, 2)}\n`);
  await rename(`${path}.new`, path);
}
