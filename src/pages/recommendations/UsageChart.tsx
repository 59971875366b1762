import { Stack, Text } from '@grafana/ui';
import { useMemo } from 'react';
import type { RecommendationDetailJson } from '#contract/recommendations.ts';
import { toChartScene } from '../../shared/chart/chart-scene.ts';
import { toChartView } from '../../shared/chart/chart-view.ts';
import { SceneChart } from '../../shared/chart/SceneChart.tsx';
import { CORES, valueUnit } from '../../shared/forecast/units.ts';
import { userTimeZone } from '../../shared/host/sources.ts';
import { objectText, partText } from '../../shared/tuning/advice-words.ts';
import { useWidth } from '../../shared/ui/use-width.ts';
import { chartLevels } from './chart-levels.ts';

const HEIGHT = 260;
const DAY = 86_400_000;

/** What was used, against what is requested now and what is recommended. */
export function UsageChart({ one, nowMs }: { one: RecommendationDetailJson; nowMs: number }) {
  const [width, ref] = useWidth();
  const scene = useMemo(() => toScene(one, nowMs), [one, nowMs]);
  const { target, usage } = one;
  const days = Math.round((usage.values.length * usage.stepMs) / DAY);
  const what = target.resource === 'storage' ? 'Use' : 'Largest use of any pod';
  return (
    <Stack direction="column" gap={1}>
      <Text element="h3" variant="h5">
        {usage.values.length === 0 ? what : `${what} over ${days} days`}
      </Text>
      <div ref={ref}>{width > 0 && <SceneChart width={width} height={HEIGHT} scene={scene} />}</div>
    </Stack>
  );
}

function toScene(one: RecommendationDetailJson, nowMs: number) {
  const { target, usage } = one;
  const { startMs, stepMs, values } = usage;
  const name = `${objectText(target)}, ${partText(target)}`;
  const view = toChartView({
    forecast: { name, labels: {}, stepMs, actual: { startMs, values }, notices: [] },
    breachKind: 'at-capacity',
    nowMs,
    timeZone: userTimeZone(),
    unit: target.resource === 'cpu' ? CORES : valueUnit('bytes'),
    levels: chartLevels(one),
    caption: `Use of ${name}`,
  });
  return toChartScene([view], { toMs: nowMs });
}
