/**
 * Writes the reference of the engine's own metrics from their definitions, and its alert rules as an object for the
 * Prometheus Operator from deploy/prometheus/engine.rules.yaml.
 *
 * Usage: node scripts/engine-monitoring.ts [--check]
 */
import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { type MetricDefinition, METRICS } from '../pkg/backend/telemetry/metric-definitions.ts';
import { createMetrics } from '../pkg/backend/telemetry/metrics.ts';
import { writeOrCheck } from './generated-files.ts';

const RULES = 'deploy/prometheus/engine.rules.yaml';

interface RuleFile {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert: string; readonly annotations: Readonly<Record<string, string>> }[];
  }[];
}

const rules = parse(readFileSync(RULES, 'utf8')) as RuleFile;
const definitions: readonly MetricDefinition[] = Object.values(METRICS);

const operatorRule = {
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PrometheusRule',
  metadata: { name: 'headroom-engine' },
  spec: rules,
};

function metricRow({ name, kind, labels, help }: MetricDefinition): string {
  const named = labels.map((label) => `\`${label}\``).join(', ');
  return `| \`${name}\` | ${kind} | ${named} | ${help.replaceAll('|', '\\|')} |`;
}

/** What the library tells of the process, by name. */
async function processMetrics(): Promise<string[]> {
  const own = definitions.map(({ name }) => name);
  const helps = [...(await createMetrics().text()).matchAll(/^# HELP (\S+) (.*)$/gm)];
  return helps
    .map(([, name = '', help = '']) => ({ name, help }))
    .filter(({ name }) => !own.includes(name))
    .map(({ name, help }) => `| \`${name}\` | ${help.replace(/\.?$/, '.')} |`);
}

const alerts = rules.groups.flatMap((group) => group.rules);

const reference = `# Metrics of the engine

Written by \`node scripts/engine-monitoring.ts\` from \`pkg/backend/telemetry/metric-definitions.ts\`; do not edit.

How they are read, and by whom: [operations](../how-to/operations.md#metrics). The dashboard **Headroom engine** draws them:
[\`dashboards/headroom-engine.json\`](../../dashboards/headroom-engine.json).

Labels hold no text of users and no secret. Of stored forecasts the first 200 are told, by their ids; with the token of a caller only those of its organisation.
Histograms have \`_bucket\`, \`_sum\` and \`_count\`.

| Metric | Kind | Labels | What it says |
|---|---|---|---|
${definitions.map(metricRow).join('\n')}

## Of the process

| Metric | What it says |
|---|---|
${(await processMetrics()).join('\n')}

## Alerts

[\`${RULES}\`](../../${RULES}), or by the Prometheus Operator [\`deploy/kubernetes/monitoring\`](../../deploy/kubernetes/monitoring). They expect the job \`headroom\`.

| Alert | Says |
|---|---|
${alerts.map(({ alert, annotations }) => `| \`${alert}\` | ${annotations['summary'] ?? ''} |`).join('\n')}
`;

const NOTE = `# Written by scripts/engine-monitoring.ts from ${RULES}; do not edit.\n`;

await writeOrCheck('scripts/engine-monitoring.ts', {
  'docs/reference/metrics.md': reference,
  'deploy/kubernetes/monitoring/engine-rules.yaml': NOTE + stringify(operatorRule, { lineWidth: 0 }),
});
