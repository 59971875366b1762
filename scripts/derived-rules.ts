/**
 * Writes the recording rules of the derived signals: as a file for a Prometheus, and as an object for the Prometheus
 * Operator; and their reference. Their expressions stand in pkg/contract/derived-signals.ts and nowhere else.
 *
 * Usage: node scripts/derived-rules.ts [--check]
 */
import { stringify } from 'yaml';
import { DERIVED_SIGNALS } from '../pkg/contract/derived-signals.ts';
import { writeOrCheck } from './generated-files.ts';

const NOTE = '# Written by scripts/derived-rules.ts from pkg/contract/derived-signals.ts; do not edit.\n';

const groups = [
  {
    name: 'headroom-derived',
    interval: '1m',
    rules: DERIVED_SIGNALS.map(({ record, expr }) => ({ record, expr })),
  },
];

const operatorRule = {
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PrometheusRule',
  metadata: { name: 'headroom-derived' },
  spec: { groups },
};

const sections = DERIVED_SIGNALS.map(
  ({ record, title, explanation, expr, capacity, direction }) => `## ${title}

${explanation}.${capacity === '' ? '' : ` Proposed capacity: ${direction === 'up' ? 'at most' : 'at least'} ${capacity}.`}
Recorded as \`${record}\`.

\`\`\`promql
${expr}
\`\`\`
`
);

const reference = `# Derived signals

Written by \`node scripts/derived-rules.ts\` from \`pkg/contract/derived-signals.ts\`; do not edit.

Figures over the metrics of cAdvisor, kube-state-metrics and node_exporter. Choose them under **Signal** on the page New forecast, or let Prometheus record
them, which costs it less when they are asked for often: [\`deploy/prometheus/derived.rules.yaml\`](../../deploy/prometheus/derived.rules.yaml), or by the Prometheus Operator
[\`deploy/kubernetes/monitoring\`](../../deploy/kubernetes/monitoring).

${sections.join('\n')}`;

const yaml = (value: unknown) => NOTE + stringify(value, { lineWidth: 0 });

await writeOrCheck('scripts/derived-rules.ts', {
  'deploy/prometheus/derived.rules.yaml': yaml({ groups }),
  'deploy/kubernetes/monitoring/derived-rules.yaml': yaml(operatorRule),
  'docs/reference/derived-signals.md': reference,
});
