import { css } from '@emotion/css';
import { Alert, LoadingBar, Stack, Text, useStyles2 } from '@grafana/ui';
import { useMemo } from 'react';
import { formatDuration } from '#contract/duration.ts';
import type { ForecastAnswer } from '../../shared/api/forecast-api.ts';
import { toChartView } from '../../shared/chart/chart-view.ts';
import { ForecastChart } from '../../shared/chart/ForecastChart.tsx';
import type { BreachKind } from '../../shared/forecast/breach-words.ts';
import { formatMoment } from '../../shared/forecast/dates.ts';
import { breachKindOf } from '../../shared/forecast/example-signals.ts';
import { chosenOutlook, noticesOf, type Outlook, toOutlooks } from '../../shared/forecast/outlooks.ts';
import { valueUnit } from '../../shared/forecast/units.ts';
import type { PanelRequest } from '../../shared/host/panels.ts';
import { userTimeZone } from '../../shared/host/sources.ts';
import { OutlookLine } from '../../shared/ui/OutlookLine.tsx';
import { TrustLine } from '../../shared/ui/TrustLine.tsx';
import { useWidth } from '../../shared/ui/use-width.ts';
import { ExclusionBar } from './ExclusionBar.tsx';
import { ForecastActions } from './ForecastActions.tsx';
import type { PageQuery } from './page-query.ts';
import { SeriesTable } from './SeriesTable.tsx';
import { servedHint } from './served-hint.ts';
import { type Exclusion, useExclusion } from './use-exclusion.ts';

export const CHART_HEIGHT = 380;

interface Props {
  answer: ForecastAnswer;
  query: PageQuery;
  /** The query as a panel, for everything that can be made of it elsewhere. */
  panel: PanelRequest;
  isLoading: boolean;
  onChoose: (series: string) => void;
  onExclusions: (exclusions: string) => void;
}

/** The answer: one series with everything about it, and the others to choose from. */
export function ForecastResult({ answer, query, panel, isLoading, onChoose, onExclusions }: Props) {
  const outlooks = useMemo(() => toOutlooks(answer), [answer]);
  const labels = useMemo(() => answer.forecast.series.map((series) => series.labels), [answer]);
  const chosen = chosenOutlook(outlooks, query.series);
  const notices = noticesOf(answer, chosen);
  const hint = servedHint(answer, query.model);
  const kind = breachKindOf(query);
  const unit = useMemo(() => valueUnit(query.unit), [query.unit]);
  const moment = useMemo(() => ({ nowMs: answer.nowMs, timeZone: userTimeZone() }), [answer.nowMs]);
  const exclusion = useExclusion(query.exclusions, onExclusions, answer.nowMs);
  return (
    <Stack direction="column" gap={2}>
      <ForecastActions panel={panel} labels={labels} nowMs={answer.nowMs} />
      {chosen === undefined ? null : (
        <ChosenSeries outlook={chosen} {...{ kind, unit, moment, isLoading, exclusion, hint }} />
      )}
      {notices.length > 0 && <Notices sentences={notices} isEmpty={chosen === undefined} />}
      {outlooks.length > 1 && (
        <SeriesTable
          outlooks={outlooks}
          chosen={chosen?.name}
          kind={kind}
          unit={unit}
          moment={moment}
          onChoose={onChoose}
        />
      )}
    </Stack>
  );
}

interface SeriesProps {
  outlook: Outlook;
  kind: BreachKind;
  unit: ReturnType<typeof valueUnit>;
  moment: { nowMs: number; timeZone: string };
  isLoading: boolean;
  exclusion: Exclusion;
  /** Where the answer comes from. */
  hint: string | undefined;
}

function ChosenSeries({ outlook, kind, unit, moment, isLoading, exclusion, hint }: SeriesProps) {
  const styles = useStyles2(getStyles);
  const [width, ref] = useWidth();
  const { forecast, breach } = outlook;
  const view = useMemo(
    () => toChartView({ forecast, breach, breachKind: kind, unit, ...moment }),
    [forecast, breach, kind, unit, moment]
  );
  return (
    <Stack direction="column" gap={1}>
      <Text element="h2" variant="h4">
        {outlook.name}
      </Text>
      {breach && <OutlookLine breach={breach} kind={kind} moment={moment} />}
      <div className={styles.chart} ref={ref}>
        <div className={styles.loading}>
          {isLoading && <LoadingBar width={width} ariaLabel="Loading the forecast" />}
        </div>
        {width > 0 && <ForecastChart width={width} height={CHART_HEIGHT} view={view} onSelect={exclusion.select} />}
      </div>
      <ExclusionBar {...exclusion} />
      {forecast.predicted && <TrustLine trust={forecast.predicted.trust} />}
      {forecast.predicted && (
        <Text variant="bodySmall" color="secondary">
          Predicted from {formatMoment(forecast.predicted.startMs - forecast.stepMs, moment.timeZone)} in steps of{' '}
          {formatDuration(forecast.stepMs)}
        </Text>
      )}
      {hint !== undefined && (
        <Text variant="bodySmall" color="secondary">
          {hint}
        </Text>
      )}
    </Stack>
  );
}

function Notices({ sentences, isEmpty }: { sentences: string[]; isEmpty: boolean }) {
  const [first = '', ...others] = sentences;
  return (
    <Alert severity={isEmpty ? 'warning' : 'info'} title={first} bottomSpacing={0}>
      {others.map((sentence) => (
        <div key={sentence}>{sentence}</div>
      ))}
    </Alert>
  );
}

const getStyles = () => ({
  chart: css({ position: 'relative', minWidth: 0, height: CHART_HEIGHT }),
  loading: css({ position: 'absolute', top: 0, left: 0, right: 0, zIndex: 1 }),
});
