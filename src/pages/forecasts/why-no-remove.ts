import type { StoredForecastJson } from '#contract/stored-forecast.ts';
import { userLogin, whyNot } from '../../shared/host/user.ts';

/** Editors delete what they have created, administrators everything. */
export function whyNoRemove({ createdBy }: Pick<StoredForecastJson, 'createdBy'>): string | undefined {
  const isOwn = createdBy === userLogin();
  return whyNot('forecast.delete') ?? (isOwn ? undefined : whyNot('forecast.deleteOthers'));
}
