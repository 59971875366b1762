import type { RecommendationsResponse } from '../../../pkg/contract/recommendations.ts';
import { type Errand, newValue, withEntry } from './client.ts';
import type { Book, Entry } from './book.ts';

/** Decides on a recommendation; the reason of the newest decision tells its states apart. */
export const decide: Errand = async (desk) => {
  const { api, book, draw, complain } = desk;
  const listed = await api('GET', 'recommendations');
  const { recommendations, running } = (listed.body ?? {}) as Partial<RecommendationsResponse>;
  const open = (recommendations ?? []).filter(({ outcome }) => outcome === 'change');
  if (listed.status !== 200 || open.length === 0) {
    if (listed.status === 200 && running === undefined) {
      await api('POST', 'recommendations/run', {});
    }
    return;
  }
  const { id } = draw.pick(open);
  await withEntry(takeDecision(book, id), async (entry) => {
    const path = `recommendations/one?id=${encodeURIComponent(id)}`;
    const found = await api('GET', path);
    if (found.status !== 200) {
      return;
    }
    const one = found.body as RecommendationsResponse['recommendations'][number];
    const wrong = book.observe(entry, one.history.at(-1)?.reason);
    if (wrong !== undefined) {
      complain(wrong);
    }
    const action = draw.pick(['approve', 'reject', 'reopen'] as const);
    const reason = newValue();
    const body = { action, reason, version: one.version };
    const { outcome } = await api('POST', `recommendations/decision?id=${encodeURIComponent(id)}`, body);
    book.note(entry, `recommendation.${action}`, reason, outcome);
  });
};

function takeDecision(book: Book, id: string): Entry | undefined {
  const known = book.entries.find(({ kind, name }) => kind === 'decision' && name === id);
  if (known === undefined) {
    const entry = book.add('decision', id);
    entry.id = id;
    return entry;
  }
  if (known.isInUse) {
    return undefined;
  }
  known.isInUse = true;
  return known;
}
