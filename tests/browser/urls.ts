import type { Urls } from './stack.ts';

/** Environment variable by which the setup tells the tests where everything is. */
export const URLS_VARIABLE = 'HEADROOM_BROWSER_URLS';

/** Where everything is that the setup has started. */
export function urls(): Urls {
  return JSON.parse(process.env[URLS_VARIABLE] ?? '{}') as Urls;
}
