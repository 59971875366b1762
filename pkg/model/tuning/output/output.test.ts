import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { killOf, MIB } from '../../../../tests/support/usage-history.ts';
import { containerOf, daily, workloadOf } from '../../../../tests/support/workloads.ts';
import { GIB } from '../amounts.ts';
import { recommend } from '../recommend.ts';
import type { Recommendation, Workload } from '../types.ts';
import { toDiff } from './diff.ts';
import { toJson } from './json.ts';
import { toPatch } from './patch.ts';
import { toMarkdown } from './report.ts';
import { toYaml, type YamlValue } from './yaml.ts';

const prices = { currency: 'USD', cpuCoreHour: 0.03, memoryGibHour: 0.004, storageGibMonth: 0.04 };
const advise = (...workloads: Workload[]): Recommendation[] =>
  recommend(workloads, { prices, releaseHours: 168, model: undefined, policies: {} });

const use = { cpu: (t: number) => 0.1 + 0.1 * daily(t), memory: () => 200 * MIB };
const requests = { cpu: 2, memory: 1 * GIB };
const web = workloadOf([containerOf(use, { requests })]);

describe('toYaml', () => {
  const leaf = fc.oneof(fc.string(), fc.constantFrom('yes', 'null', '1', '0x1f', '1e3', '- a', '~', ''), fc.integer());
  const value = fc.letrec<{ any: YamlValue }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.constant(null),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.string(), tie('any'), { maxKeys: 3, noNullPrototype: true })
    ),
  })).any;

  it('is read back as it was by YAML 1.2 and 1.1', () => {
    fc.assert(
      fc.property(value, (one) => {
        for (const version of ['1.2', '1.1'] as const) {
          expect(parse(toYaml(one), { version })).toEqual(one);
        }
      }),
      { numRuns: 500 }
    );
  });
});

describe('toPatch', () => {
  it('is one strategic merge patch an object, with only what changes', () => {
    expect(parse(toPatch(advise(web)))).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        template: {
          spec: {
            containers: [
              {
                name: 'main',
                resources: { requests: { cpu: '230m', memory: '224Mi' }, limits: { memory: '248Mi' } },
              },
            ],
          },
        },
      },
    });
  });

  it('knows where containers of a CronJob and native sidecars are', () => {
    const sidecar = { ...containerOf(use, { requests }), name: 'mesh', role: 'init' as const, nativeSidecar: true };
    const job = workloadOf([containerOf(use, { requests }), sidecar], { kind: 'CronJob', name: 'report' });
    expect(parse(toPatch(advise(job)))).toMatchObject({
      apiVersion: 'batch/v1',
      spec: {
        jobTemplate: {
          spec: { template: { spec: { containers: [{ name: 'main' }], initContainers: [{ name: 'mesh' }] } } },
        },
      },
    });
  });

  it('separates objects and leaves kinds it does not know to people', () => {
    const rollout = workloadOf([containerOf(use, { requests })], { kind: 'Rollout', name: 'evil\nkind: Secret' });
    const text = toPatch(advise(web, rollout));
    const documents = parseAllDocuments(text).map((one): unknown => one.toJS() as unknown);
    expect(documents.filter((one) => one !== null)).toHaveLength(1);
    expect(text).toContain('# shop/Rollout/evil kind: Secret: not a built-in kind; set by hand:');
    expect(toPatch([])).toBe('');
  });

  it.each(['\u0085', '\u2028', '\u2029', '\r', '\v'])(
    'lets no name begin a line by %j, which some readers take for one',
    (end) => {
      const evil = `evil${end}---${end}kind: Secret`;
      const workloads = ['Rollout', 'Deployment'].map((kind) =>
        workloadOf([containerOf(use, { requests })], { kind, name: evil, namespace: evil, cluster: evil })
      );
      const text = toPatch(advise(...workloads));
      expect(text).toContain('Secret');
      expect(text).not.toContain(end);
      const names = parseAllDocuments(text).map((one) => (one.toJS() as { metadata?: object } | null)?.metadata);
      expect(names.filter((one) => one !== undefined)).toEqual([{ name: evil, namespace: evil }]);
    }
  );
});

describe('toDiff', () => {
  it('shows what goes and what comes', () => {
    const [memory] = advise(web).filter(({ target }) => target.resource === 'memory');
    expect(toDiff(memory!).split('\n').slice(-6)).toEqual(
      [
        '             requests:',
        '-              memory: 1Gi',
        '+              memory: 224Mi',
        '+            limits:',
        '+              memory: 248Mi',
        '',
      ].slice(-6)
    );
    expect(toDiff({ ...memory!, outcome: 'no change', changes: [] })).toBe('');
  });
});

describe('toJson and toMarkdown', () => {
  const killed = workloadOf(
    [containerOf({ memory: () => 90 * MIB }, { limits: { memory: 100 * MIB }, oomKills: [killOf('pod-0', 1)] })],
    { name: 'a|b*c' }
  );
  const all = advise(web, killed, workloadOf([containerOf({})], { name: 'silent' }));

  it('keeps every field, and null for what is no number', () => {
    const back = JSON.parse(toJson(all)) as Recommendation[];
    expect(back.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(back.find(({ target }) => target.name === 'a|b*c')!.cost.before).toBeNull();
  });

  it('has sums, one row a change, replays, and what could not be judged', () => {
    const report = toMarkdown(all);
    expect(report).toContain('6 looked at, 3 to change, 1 of them for reliability.');
    expect(report).toContain('| shop/Deployment/a\\|b\\*c (main) |');
    expect(report).toContain('| KRR simple, history |');
    expect(report).toContain('- shop/Deployment/silent (main), cpu: There are no samples of its CPU.');
    expect(report).not.toMatch(/NaN|undefined|Infinity/);
    expect(toMarkdown([])).toContain('0 looked at; nothing to change.');
  });
});
