import { describe, expect, it } from 'vitest';
import { createJobEvents, type JobEvent } from './job-events.ts';
import { CONFUSABLE_SCOPES } from './ports/kit.contract.ts';

function eventOf(scope: { org: string; source: string }, id: string): JobEvent {
  const { org, source } = scope;
  return { atMs: 0, org, source, id, kind: 'forecast.refresh', state: 'done', message: 'Done.' };
}

describe('job events', () => {
  it.each(CONFUSABLE_SCOPES)('reach those of their own organisation and data source only: %#', (one, other) => {
    const events = createJobEvents();
    const heard: string[] = [];
    events.subscribe(one.org, one.source, ({ id }) => heard.push(id));
    events.publish(eventOf(other, 'foreign'));
    events.publish(eventOf(one, 'own'));
    expect(heard).toEqual(['own']);
  });

  it('reach every listener until it ends its own subscription', () => {
    const events = createJobEvents();
    const scope = { org: '1', source: 'prom' };
    const heard: string[] = [];
    const ends = ['a', 'b'].map((name) => events.subscribe('1', 'prom', ({ id }) => heard.push(`${name} ${id}`)));
    events.publish(eventOf(scope, '1'));
    ends[0]?.();
    ends[0]?.();
    events.publish(eventOf(scope, '2'));
    ends[1]?.();
    events.publish(eventOf(scope, '3'));
    expect(heard).toEqual(['a 1', 'b 1', 'b 2']);
  });

  it('reach a listener that comes after the last one has left', () => {
    const events = createJobEvents();
    const heard: string[] = [];
    const leave = events.subscribe('1', 'prom', () => undefined);
    leave();
    events.subscribe('1', 'prom', ({ id }) => heard.push(id));
    leave();
    events.publish(eventOf({ org: '1', source: 'prom' }, 'late'));
    expect(heard).toEqual(['late']);
  });
});
