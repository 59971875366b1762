import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from './api.ts';
import { type Errand, newValue } from './client.ts';

const HOUR = 3_600_000;

/** Asks for a forecast, a breach, a baseline or what the pages list. */
export const ask: Errand = async ({ api, draw, onReply }) => {
  const toMs = Date.now();
  const range = { fromMs: toMs - 24 * HOUR, toMs };
  const query = { expr: `asked{n="${draw.below(40)}"}`, horizon: '12h', step: '1h', trainingWindow: '4d' };
  const { horizon: _, ...baseline } = query;
  const [method, path, body] = draw.pick([
    ['POST', 'forecast', { range, query }],
    ['POST', 'breach', { range, query: { ...query, capacity: '5', within: '12h' } }],
    ['POST', 'baseline', { range, query: baseline }],
    ['GET', 'forecasts', undefined],
    ['GET', 'jobs', undefined],
    ['GET', 'audit', undefined],
  ] as const);
  onReply(path, await api(method, path, body));
};

/** Milliseconds until a question that nobody asked before is answered. */
export async function askAnew(api: Api): Promise<number> {
  const since = performance.now();
  const toMs = Date.now();
  const query = { expr: `new{n="${newValue()}"}`, horizon: '12h', step: '1h', trainingWindow: '4d' };
  while ((await api('POST', 'forecast', { range: { fromMs: toMs - 24 * HOUR, toMs }, query })).status !== 200) {
    await sleep(50);
  }
  return performance.now() - since;
}
