import { type Errand, withEntry } from './client.ts';

const HOUR = 3_600_000;
const MOST = 200;
/** Cheap to judge. */
const query = { expr: 'load', step: '1h', trainingWindow: '7d', detectors: ['robust-z'] };

/** Gives feedback on a series; its note is its name. */
export const giveFeedback: Errand = async ({ api, book }) => {
  const count = book.entries.filter(({ kind }) => kind === 'feedback').length;
  const entry = count < MOST ? book.add('feedback', `feedback ${count + 1}`) : undefined;
  await withEntry(entry, async (given) => {
    const endMs = Math.floor(Date.now() / HOUR) * HOUR - 6 * HOUR;
    const labels = { namespace: 'shop', pod: 'web-1', container: 'app' };
    const body = { query, labels, startMs: endMs - HOUR, endMs, verdict: 'real', note: given.name };
    const reply = await api('POST', 'anomaly-feedback', body);
    given.id = reply.outcome === 'acknowledged' ? (reply.body as { id: string }).id : undefined;
    book.note(given, 'anomaly.feedback', given.name, reply.outcome);
  });
};

/** Takes feedback back that is known to be there. */
export const undoFeedback: Errand = async ({ api, book, draw }) => {
  const there = book.entries.filter(
    ({ kind, possible, isInUse }) => kind === 'feedback' && !isInUse && possible.size === 1 && !possible.has(undefined)
  );
  if (there.length > 0) {
    const chosen = draw.pick(there);
    chosen.isInUse = true;
    await withEntry(chosen, async (entry) => {
      const { outcome } = await api('DELETE', `anomaly-feedback/${entry.id}`);
      book.note(entry, 'anomaly.feedback.undo', undefined, outcome);
    });
  }
};
