import { APP_ID } from '#contract/ids.ts';

/**
 * The script of a worker. Webpack knows this constructor (see its configuration) and passes the address of the
 * bundled script, as if it lay beside the panel's module; it lies with the app's files.
 */
export class WorkerScript {
  readonly url: string;

  constructor(url: URL) {
    this.url = atApp(url.href);
  }
}

/** The address of a file beside a panel's module, moved to the folder of the app that the panel comes with. */
export function atApp(href: string): string {
  return href
    .replace(/headroom-(?:forecast|anomaly)-panel\/(?=[^/]+$)/, `${APP_ID}/`)
    .replace(/panels\/(?:forecast|anomaly)\/(?=[^/]+$)/, '');
}
