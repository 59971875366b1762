import { HeadroomError, toHeadroomError } from '#contract/errors.ts';
import type { Context } from '../context.ts';
import { fingerprint } from '../fingerprint.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import { FORECASTS, type ForecastRecord } from './records.ts';

const NAMES = 'stored-forecast-names';

interface Claim {
  readonly forecast: string;
}

function claimId(name: string): string {
  return fingerprint(name.trim().toLowerCase());
}

/**
 * Takes a name for a forecast. A claim that no forecast of that name stands behind, left by a deletion or a crash, is
 * taken over.
 *
 * @throws HeadroomError `conflict` when another forecast bears the name
 */
export async function claimName(ctx: Context, documents: DocumentStore, name: string, forecast: string): Promise<void> {
  const id = claimId(name);
  const found = await documents.get<Claim>(ctx, NAMES, id);
  if (found?.value.forecast === forecast) {
    return;
  }
  if (found !== undefined) {
    const holder = await documents.get<ForecastRecord>(ctx, FORECASTS, found.value.forecast);
    if (holder !== undefined && claimId(holder.value.spec.name) === id) {
      throw nameTaken(name);
    }
  }
  try {
    await documents.put<Claim>(ctx, NAMES, id, { forecast }, found?.version ?? 0);
  } catch (thrown) {
    throw toHeadroomError(thrown).code === 'conflict' ? nameTaken(name) : thrown;
  }
}

/** Another forecast bears the name. */
function nameTaken(name: string): HeadroomError {
  return new HeadroomError('conflict', `There is a stored forecast named "${name}" already.`, {
    field: 'name',
    remedy: 'Choose another name.',
  });
}
