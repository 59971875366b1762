import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Stack, Text, useStyles2 } from '@grafana/ui';
import { useEffect, useMemo, useState } from 'react';
import type { AlertPreviewResponse, AlertPreviewSeriesJson } from '#contract/alert-preview.ts';
import { askAlertPreview } from '../../shared/api/alert-preview-api.ts';
import { useAnswer } from '../../shared/api/use-answer.ts';
import { type AlertChoice, previewRequest } from '../../shared/forecast/alert-rule.ts';
import { formatDay, formatMoment } from '../../shared/forecast/dates.ts';
import type { PanelRequest } from '../../shared/host/panels.ts';
import { userTimeZone } from '../../shared/host/sources.ts';
import { Failure } from '../../shared/ui/Failure.tsx';
import { ProgressBar } from '../../shared/ui/ProgressBar.tsx';

interface Props {
  panel: PanelRequest;
  choice: AlertChoice;
  /** How often the rule is evaluated. */
  interval: string;
}

/** Series that are shown; the others are counted. */
const MOST_SERIES = 10;
const SETTLE_MS = 400;

/** How often the rule would have fired in the last 30 days, and when. */
export function AlertPreview({ panel, choice, interval }: Props) {
  const [share, setShare] = useState(0);
  const asked = useSettled(JSON.stringify(previewRequest(panel, choice, interval)));
  const call = useMemo(
    () => ({ ...(JSON.parse(asked) as ReturnType<typeof previewRequest>), onProgress: setShare }),
    [asked]
  );
  const { answer, error, isLoading } = useAnswer(call, askAlertPreview);
  return (
    <section aria-label="Preview" aria-busy={isLoading}>
      <Stack direction="column" gap={1}>
        {isLoading && <ProgressBar label="Replaying the last 30 days" share={share} />}
        {error && <Failure message={error.message} remedy={error.remedy} />}
        {!isLoading && answer && <Replayed answer={answer} />}
      </Stack>
    </section>
  );
}

function Replayed({ answer }: { answer: AlertPreviewResponse }) {
  const { fired, series, seriesCount, notices, fromMs, untilMs } = answer;
  const zone = userTimeZone();
  const hidden = series.length - MOST_SERIES;
  return (
    <>
      <Text element="h3" variant="h4">
        {firedText(fired ?? 0)}
      </Text>
      <Text color="secondary">
        {series.length} of {seriesCount} series, from {formatMoment(fromMs, zone)} to {formatMoment(untilMs, zone)}
      </Text>
      {series.slice(0, MOST_SERIES).map((one) => (
        <Track key={one.name} series={one} range={[fromMs, untilMs]} />
      ))}
      {hidden > 0 && <Text color="secondary">and {hidden} more</Text>}
      {notices.map((notice) => (
        <Alert key={notice} severity="info" title={notice} bottomSpacing={0} />
      ))}
    </>
  );
}

/** A series with the times at which it would have fired, on the time axis of the preview. */
function Track({ series, range }: { series: AlertPreviewSeriesJson; range: readonly [number, number] }) {
  const styles = useStyles2(getStyles);
  const zone = userTimeZone();
  const [fromMs, untilMs] = range;
  const percent = (ms: number) => (100 * (ms - fromMs)) / (untilMs - fromMs);
  const spoken = series.firings.map(({ startMs, endMs }) =>
    endMs === null
      ? `since ${formatMoment(startMs, zone)}`
      : `${formatMoment(startMs, zone)} to ${formatMoment(endMs, zone)}`
  );
  return (
    <div>
      <Stack direction="row" justifyContent="space-between">
        <Text variant="bodySmall">{series.name}</Text>
        <Text variant="bodySmall" color="secondary">
          {countText(series.firings.length)}
        </Text>
      </Stack>
      <div className={styles.track} role="img" aria-label={`${series.name}: fired ${spoken.join('; ')}`}>
        {series.firings.map(({ startMs, endMs }) => (
          <div
            key={startMs}
            className={styles.mark}
            title={formatMoment(startMs, zone)}
            style={{ left: `${percent(startMs)}%`, width: `${percent(endMs ?? untilMs) - percent(startMs)}%` }}
          />
        ))}
      </div>
      <div className={styles.axis} aria-hidden>
        <span>{formatDay(fromMs, zone)}</span>
        <span>{formatDay((fromMs + untilMs) / 2, zone)}</span>
        <span>{formatDay(untilMs, zone)}</span>
      </div>
    </div>
  );
}

function firedText(fired: number): string {
  return fired === 0
    ? 'Would not have fired in the last 30 days'
    : `Would have fired ${countText(fired)} in the last 30 days`;
}

function countText(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

/** A text once it has stayed the same for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

const getStyles = (theme: GrafanaTheme2) => ({
  track: css({
    position: 'relative',
    height: theme.spacing(2),
    marginTop: theme.spacing(0.5),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
    overflow: 'hidden',
  }),
  mark: css({
    position: 'absolute',
    top: 0,
    bottom: 0,
    minWidth: 3,
    background: theme.colors.error.main,
  }),
  axis: css({
    display: 'flex',
    justifyContent: 'space-between',
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
  }),
});
