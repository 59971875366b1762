import { HeadroomError } from '#contract/errors.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settingsOf } from '../../../tests/support/source-settings.ts';
import { specOf, storedBench } from '../../../tests/support/stored-bench.ts';
import { createJobEvents } from '../app/job-events.ts';
import { expectError } from '../app/ports/kit.contract.ts';
import { SourceRegistry } from '../app/source-registry.ts';
import { createForecast } from '../app/stored/manage.ts';
import { readForecast } from '../app/stored/read.ts';
import { queueDueTrainings } from '../app/stored/schedule.ts';
import { trainForecast } from '../app/stored/train.ts';
import { JobRunner } from './job-runner.ts';

const DAY = 86_400_000;

describe('a clock that was days ahead and has been put back', () => {
  let b: ReturnType<typeof storedBench>;
  beforeEach(() => {
    b = storedBench();
  });
  afterEach(() => b.cleanup());

  /** As in a process of its own. */
  function startRunner(): JobRunner {
    const { clock, queue, leases, blobs, deps, ctx, reader } = b;
    const sources = new SourceRegistry(() => Object.assign(reader, { close: async () => undefined }));
    sources.open(ctx.org, ctx.source, settingsOf('http://prometheus'));
    const advice = { ...deps, clock, blobs, compute: deps.forecast.compute };
    const events = createJobEvents();
    const stores = { queue, leases, blobs };
    return new JobRunner({
      ...stores,
      clock,
      log: ctx.log,
      sources,
      refresh: deps,
      advice,
      events,
      onJob: () => undefined,
    });
  }

  it('does not hold up the training that a killed process had begun', async () => {
    const { id } = await createForecast(b.ctx, b.deps, specOf('Disks'));
    b.clock.advance(3 * DAY);
    let began = (): void => undefined;
    const reading = new Promise<void>((resolve) => (began = resolve));
    b.reader.readRange = () => {
      began();
      return new Promise(() => undefined);
    };
    void startRunner().tick();
    await reading;
    Reflect.deleteProperty(b.reader, 'readRange');
    b.clock.advance(-3 * DAY);
    await startRunner().tick();
    expect(await readForecast(b.ctx, b.documents, id)).toMatchObject({ state: 'ready', trainedMs: b.clock.now() });
  });

  it('makes the next training due, whether the last one was well or failed', async () => {
    const { id } = await createForecast(b.ctx, b.deps, specOf('Disks'));
    const due = () => queueDueTrainings(b.ctx, b.deps);
    const train = () => trainForecast(b.ctx, b.source, b.deps, id);
    b.clock.advance(3 * DAY);
    await train();
    b.clock.advance(-3 * DAY);
    expect(await due()).toBe(1);
    await train();
    expect(await due()).toBe(0);
    b.clock.advance(3 * DAY);
    b.reader.failure = new HeadroomError('source_unreachable', 'Nothing answers.');
    await expectError(train(), 'source_unreachable');
    expect(await due()).toBe(0);
    b.clock.advance(-3 * DAY);
    expect(await due()).toBe(1);
  });
});
