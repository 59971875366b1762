import type { Errand } from './client.ts';

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
