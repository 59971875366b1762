import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { PluginQuery } from './engine-plugin.ts';

/** What a shipped alert rule asks, and above which answer it fires. */
export interface ShippedRule {
  readonly query: PluginQuery & { readonly measure: string };
  readonly threshold: number;
}

interface RulePart {
  readonly refId: string;
  readonly model: Readonly<Record<string, unknown>> & {
    readonly conditions?: readonly {
      readonly evaluator: { readonly type: string; readonly params: readonly number[] };
    }[];
  };
}

interface Provisioned {
  readonly groups: readonly { readonly rules: readonly { readonly data: readonly RulePart[] }[] }[];
}

/** Reads a rule of `provisioning/alerting`. */
export function shippedRule(name: 'volume-breach' | 'behaviour' = 'volume-breach'): ShippedRule {
  const file = join(import.meta.dirname, `../../provisioning/alerting/${name}.yaml`);
  const { groups } = parse(readFileSync(file, 'utf8')) as Provisioned;
  const parts = groups.flatMap(({ rules }) => rules).flatMap(({ data }) => data);
  const query = parts.find(({ refId }) => refId === 'A')?.model;
  const threshold = thresholdOf(parts.find(({ refId }) => refId === 'B'));
  if (query === undefined || threshold === undefined) {
    throw new Error('The shipped rule is no longer "A is above a threshold"; this test has to learn the new form.');
  }
  return { query: { measure: '', ...query, refId: 'A' }, threshold };
}

function thresholdOf(part: RulePart | undefined): number | undefined {
  const evaluator = part?.model.conditions?.[0]?.evaluator;
  return evaluator?.type === 'gt' ? evaluator.params[0] : undefined;
}
