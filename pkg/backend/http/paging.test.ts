import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assembleEngine } from '../../../tests/support/assembled-engine.ts';
import { SAMPLE_ADVICE } from '../../../tests/support/sample-advice.ts';
import { contextOf } from '../app/ports/kit.contract.ts';
import { saveAdvice } from '../app/tuning/advice.ts';

interface Answer {
  readonly status: number;
  readonly link: string | null;
  readonly json: Readonly<Record<string, unknown>> & { readonly nextCursor?: string };
}

describe('lists that are read page by page', () => {
  let assembled: ReturnType<typeof assembleEngine>;
  beforeEach(() => {
    assembled = assembleEngine();
  });
  afterEach(() => assembled.cleanup());

  const ctx = contextOf('1', 'prom');

  async function ask(address: string, body?: object): Promise<Answer> {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const request = new Request(new URL(address, 'http://engine'), init);
    const response = await assembled.engine.route(request, { ctx, source: assembled.source });
    const json = (await response.json()) as Answer['json'];
    return { status: response.status, link: response.headers.get('link'), json };
  }

  /** Follows the links to the end; `between` is done after each page. */
  async function pages(path: string, field: string, between: () => Promise<unknown> = async () => undefined) {
    const all: unknown[][] = [];
    for (let at: string | undefined = path; at !== undefined && all.length < 20; ) {
      const { json, link }: Answer = await ask(at);
      all.push(json[field] as unknown[]);
      const next: string | undefined = /^<(.*)>; rel="next"$/.exec(link ?? '')?.[1];
      expect(new URLSearchParams(next).get('cursor')).toBe(json.nextCursor ?? null);
      at = next === undefined ? undefined : new URL(next, new URL(at, 'http://engine')).href;
      await between();
    }
    return all;
  }

  const named = (name: string) => ({ name, query: { expr: 'up' } });
  const names = (all: unknown[][]) => all.map((page) => (page as { name: string }[]).map(({ name }) => name).join(''));

  it.each([
    ['/v1/forecasts', 'forecasts'],
    ['/v1/watched-signals', 'signals'],
  ])('%s goes on by name, whatever is added meanwhile', async (path, field) => {
    for (const name of ['e', 'c', 'a', 'd', 'b']) {
      await ask(path, named(name));
    }
    expect(names(await pages(path, field))).toEqual(['abcde']);
    expect(names(await pages(`${path}?limit=2`, field))).toEqual(['ab', 'cd', 'e']);
    expect(names(await pages(`${path}?limit=5`, field))).toEqual(['abcde']);
    // One before and one behind the place where the reader stands.
    const added = ['0', 'bb'];
    const between = async () => {
      const name = added.pop();
      return name === undefined ? undefined : ask(path, named(name));
    };
    expect(names(await pages(`${path}?limit=2`, field, between))).toEqual(['ab', 'bbc', 'de']);
  });

  it('/v1/jobs and /v1/audit go on to older ones, whatever comes meanwhile', async () => {
    const refresh = (expr: string) => ask('/v1/forecast/refresh', { query: { expr } });
    for (const expr of ['a', 'b', 'c', 'd', 'e']) {
      await refresh(expr);
    }
    let i = 0;
    const jobs = (await pages('/v1/jobs?limit=2', 'jobs', () => refresh(`new ${i++}`))) as {
      payload: { expr: string };
    }[][];
    expect(jobs.map((page) => page.map(({ payload }) => payload.expr))).toEqual([['e', 'd'], ['c', 'b'], ['a']]);
    const audit = (await pages('/v1/audit?limit=3', 'entries', () => refresh(`newer ${i++}`))) as {
      sequence: number;
    }[][];
    expect(audit.map((page) => page.map(({ sequence }) => sequence))).toEqual([
      [8, 7, 6],
      [5, 4, 3],
      [2, 1],
    ]);
  });

  it('/v1/source/label-names and label-values go on by text', async () => {
    assembled.reader.labelNames = async () => ['c', 'a', 'b'];
    expect(await pages('/v1/source/label-names?limit=2', 'names')).toEqual([['a', 'b'], ['c']]);
    const values = ['v1', 'v2', 'v3', 'v4', 'v5'];
    const labelValues = async (_ctx: unknown, _label: string, _match: string | undefined, limit: number) =>
      values.slice(0, limit);
    Object.assign(assembled.reader, { labelValues });
    expect(await pages('/v1/source/label-values?label=node&limit=2', 'values')).toEqual([
      ['v1', 'v2'],
      ['v3', 'v4'],
      ['v5'],
    ]);
  });

  it('/v1/recommendations goes on by the order of one run, and says when there is another', async () => {
    await saveAdvice(ctx, assembled.store.blobs, SAMPLE_ADVICE);
    const whole = (await ask('/v1/recommendations')).json['recommendations'] as { id: string }[];
    expect(whole.length).toBeGreaterThan(1);
    const single = (await pages('/v1/recommendations?limit=1', 'recommendations')) as { id: string }[][];
    expect(single.flat().map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
    const { nextCursor = '' } = (await ask('/v1/recommendations?limit=1')).json;
    await saveAdvice(ctx, assembled.store.blobs, { ...SAMPLE_ADVICE, madeMs: SAMPLE_ADVICE.madeMs + 1 });
    const refused = await ask(`/v1/recommendations?cursor=${nextCursor}`);
    expect(refused).toMatchObject({ status: 409, json: { error: { code: 'conflict', field: 'cursor' } } });
  });
});
