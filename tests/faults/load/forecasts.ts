import type { StoredForecastJson } from '../../../pkg/contract/stored-forecast.ts';
import type { Reply } from './api.ts';
import type { Entry, Value } from './book.ts';
import { type Desk, type Errand, newValue, takeEntry, withEntry } from './client.ts';

const MOST = 24;

/** Creates, changes, deletes, restores or trains a stored forecast; its unit tells its states apart. */
export const workOnForecast: Errand = (desk) =>
  withEntry(takeEntry(desk, 'forecast', MOST), async (entry) => {
    if (entry.id === undefined) {
      await create(desk, entry);
      return;
    }
    const reply = await desk.api('GET', `forecasts/${entry.id}`);
    if (reply.status === 200) {
      observe(desk, entry, (reply.body as StoredForecastJson).unit);
      await changeExisting(desk, entry, reply.body as StoredForecastJson);
    } else if (reply.status === 404) {
      observe(desk, entry, undefined);
      await restore(desk, entry);
    }
  });

/** Until it is known to be there, the same request is repeated under the same key. */
async function create(desk: Desk, entry: Entry): Promise<void> {
  entry.before ??= newValue();
  const body = specOf(entry, entry.before);
  const reply = await desk.api('POST', 'forecasts', body, { 'idempotency-key': entry.name });
  if (reply.outcome === 'acknowledged') {
    entry.id = (reply.body as StoredForecastJson).id;
  }
  settle(desk, entry, 'forecast.create', entry.before, reply);
}

async function changeExisting(desk: Desk, entry: Entry, { version }: StoredForecastJson): Promise<void> {
  const path = `forecasts/${entry.id}`;
  const choice = desk.draw.below(5);
  if (choice === 0) {
    settle(desk, entry, 'forecast.delete', undefined, await desk.api('DELETE', path));
  } else if (choice === 1) {
    await train(desk, entry);
  } else {
    const value = newValue();
    const reply = await desk.api('PUT', path, { ...specOf(entry, value), version });
    settle(desk, entry, 'forecast.update', value, reply);
  }
}

async function train({ api, book }: Desk, entry: Entry): Promise<void> {
  const reply = await api('POST', `forecasts/${entry.id}/train`);
  book.note(entry, 'forecast.train', [...entry.possible][0], reply.outcome);
  if (reply.outcome === 'acknowledged') {
    book.jobs.push((reply.body as { job: string }).job);
  }
}

async function restore(desk: Desk, entry: Entry): Promise<void> {
  const reply = await desk.api('POST', `forecasts/${entry.id}/restore`);
  settle(desk, entry, 'forecast.restore', entry.before, reply);
}

function observe({ book, complain }: Desk, entry: Entry, value: Value): void {
  const wrong = book.observe(entry, value);
  if (wrong !== undefined) {
    complain(wrong);
  }
  entry.before = value ?? entry.before;
}

function settle({ book, complain }: Desk, entry: Entry, action: string, value: Value, reply: Reply): void {
  const unit = (reply.body as StoredForecastJson | undefined)?.unit;
  if (reply.outcome === 'acknowledged' && unit !== value) {
    complain(`${action} of "${entry.name}" answers ${String(unit)}, not ${String(value)}`);
  }
  book.note(entry, action, value, reply.outcome);
  if (reply.outcome === 'acknowledged') {
    entry.before = value ?? entry.before;
  }
}

function specOf({ name }: Entry, unit: string) {
  const query = {
    expr: `load{of="${name}"}`,
    model: 'seasonal-naive',
    horizon: '12h',
    step: '1h',
    trainingWindow: '4d',
  };
  return { name, unit, query };
}
