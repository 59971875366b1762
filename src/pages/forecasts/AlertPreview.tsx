import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, Stack, Text, useStyles2 } from '@grafana/ui';
import { useEffect, useMemo, useState } from 'react';
import { formatDuration } from '#contract/duration.ts';
import type { AlertPreviewResponse, AlertPreviewSeriesJson } from '#contract/alert-preview.ts';
import { askAlertPreview, type ReplayProgress } from '../../shared/api/alert-preview-api.ts';
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
/** Whoever has to wait longer is offered the quick model. */
const PATIENCE_MS = 30_000;
const QUICK = 'auto';

/** How often the rule would have fired in the last 30 days, and when. */
export function AlertPreview({ panel, choice, interval }: Props) {
  const { model = QUICK } = panel.fields;
  const [isQuick, setQuick] = useState(false);
  const [stopped, setStopped] = useState<string>();
  const replayed = { ...panel, fields: { ...panel.fields, model: isQuick ? QUICK : model } };
  const asked = useSettled(JSON.stringify(previewRequest(replayed, choice, interval)));
  const isStopped = stopped === asked;
  const state = useReplay(isStopped ? undefined : asked);
  const onQuick = model === QUICK || isQuick ? undefined : () => setQuick(true);
  return (
    <section aria-label="Preview" aria-busy={state.isLoading}>
      <Stack direction="column" gap={1}>
        {isStopped ? (
          <Stopped onResume={() => setStopped(undefined)} />
        ) : (
          <Outcome state={state} onStop={() => setStopped(asked)} onQuick={onQuick} />
        )}
        {isQuick && (
          <Text color="secondary">
            Replayed with the model auto. The rule itself has the model {model} and may fire at other times.
          </Text>
        )}
      </Stack>
    </section>
  );
}

interface OutcomeProps {
  state: ReturnType<typeof useReplay>;
  onStop: () => void;
  /** Absent where the model is quick already. */
  onQuick: (() => void) | undefined;
}

/** The answer, or how far it is; a new answer that comes at once takes the place of the old one without a bar between. */
function Outcome({ state, onStop, onQuick }: OutcomeProps) {
  const { answer, error, isLoading, progress } = state;
  if (error !== undefined) {
    return (
      <>
        <Failure message={error.message} remedy={error.remedy} />
        {onQuick && <QuickButton onQuick={onQuick} />}
      </>
    );
  }
  if (answer === undefined || (isLoading && progress !== undefined)) {
    return <Waiting progress={progress} onStop={onStop} onQuick={onQuick} />;
  }
  return <Replayed answer={answer} />;
}

/** The replay of a request in its JSON; while it takes long, how far it has come. */
function useReplay(asked: string | undefined) {
  const [told, setTold] = useState<{ of: string; progress: ReplayProgress }>();
  const call = useMemo(
    () =>
      asked === undefined
        ? undefined
        : {
            ...(JSON.parse(asked) as ReturnType<typeof previewRequest>),
            onProgress: (progress: ReplayProgress) => setTold({ of: asked, progress }),
          },
    [asked]
  );
  const state = useAnswer(call, askAlertPreview);
  return { ...state, progress: state.isLoading && told?.of === asked ? told?.progress : undefined };
}

interface WaitingProps {
  progress: ReplayProgress | undefined;
  onStop: () => void;
  onQuick: (() => void) | undefined;
}

function Waiting({ progress, onStop, onQuick }: WaitingProps) {
  const leftMs = progress?.leftMs;
  const left = leftMs === undefined ? '' : `, about ${leftText(leftMs)} left`;
  return (
    <>
      <ProgressBar label={`Replaying the last 30 days${left}`} share={progress?.share ?? 0} />
      <Stack direction="row" gap={1}>
        <Button size="sm" variant="secondary" onClick={onStop}>
          Stop preview
        </Button>
        {onQuick && (leftMs ?? 0) > PATIENCE_MS && <QuickButton onQuick={onQuick} />}
      </Stack>
    </>
  );
}

function Stopped({ onResume }: { onResume: () => void }) {
  return (
    <Stack direction="row" gap={1} alignItems="center">
      <Text color="secondary">Preview stopped.</Text>
      <Button size="sm" variant="secondary" onClick={onResume}>
        Resume preview
      </Button>
    </Stack>
  );
}

function QuickButton({ onQuick }: { onQuick: () => void }) {
  return (
    <div>
      <Button size="sm" variant="secondary" onClick={onQuick}>
        Preview with the model auto
      </Button>
    </div>
  );
}

function leftText(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1_000));
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

function Replayed({ answer }: { answer: AlertPreviewResponse }) {
  const { fired, series, seriesCount, notices, fromMs, untilMs, evaluations } = answer;
  const intervalMs = (untilMs - fromMs) / Math.max(1, evaluations - 1);
  const zone = userTimeZone();
  const hidden = series.length - MOST_SERIES;
  return (
    <>
      <Text element="h3" variant="h4">
        {firedText(fired ?? 0)}
      </Text>
      <Text color="secondary">
        {series.length} of {seriesCount} series, from {formatMoment(fromMs, zone)} to {formatMoment(untilMs, zone)},
        evaluated every {formatDuration(intervalMs)}. The model is trained anew at each step with what was known then.
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
