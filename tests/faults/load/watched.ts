import type { WatchedSignalJson } from '../../../pkg/contract/anomaly-rest.ts';
import { type Desk, type Errand, newValue, takeEntry, withEntry } from './client.ts';
import type { Entry } from './book.ts';

const MOST = 24;
const PATH = 'watched-signals';

/** Creates, changes or deletes a watched signal; its unit tells its states apart. */
export const workOnWatched: Errand = (desk) =>
  withEntry(takeEntry(desk, 'watched', MOST), async (entry) => {
    const listed = await desk.api('GET', PATH);
    if (listed.status !== 200) {
      return;
    }
    const { signals } = listed.body as { signals: readonly WatchedSignalJson[] };
    const found = signals.filter(({ name }) => name === entry.name);
    const wrong =
      found.length > 1 ? `there are ${found.length} of "${entry.name}"` : desk.book.observe(entry, found[0]?.unit);
    if (wrong !== undefined) {
      desk.complain(wrong);
    }
    await (found[0] === undefined ? create(desk, entry) : change(desk, entry, found[0]));
  });

async function create({ api, book }: Desk, entry: Entry): Promise<void> {
  const value = newValue();
  const reply = await api('POST', PATH, specOf(entry, value));
  entry.id = reply.outcome === 'acknowledged' ? (reply.body as WatchedSignalJson).id : undefined;
  book.note(entry, 'anomaly.watch', value, reply.outcome);
}

async function change({ api, book, draw }: Desk, entry: Entry, { id, version }: WatchedSignalJson): Promise<void> {
  entry.id = id;
  if (draw.below(4) === 0) {
    const { outcome } = await api('DELETE', `${PATH}/${id}`);
    book.note(entry, 'anomaly.unwatch', undefined, outcome);
    return;
  }
  const value = newValue();
  const { outcome } = await api('PUT', `${PATH}/${id}`, { ...specOf(entry, value), version });
  book.note(entry, 'anomaly.watch.change', value, outcome);
}

function specOf({ name }: Entry, unit: string) {
  return { name, unit, query: { expr: 'load' } };
}
