import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Drawer, Stack, Text, useStyles2 } from '@grafana/ui';
import { useMemo } from 'react';
import { DETECTORS } from '#model/anomaly/types.ts';
import { detectorName, explain } from '../../shared/anomaly/anomaly-words.ts';
import { toJudgedView } from '../../shared/anomaly/judged-view.ts';
import { SeverityMark } from '../../shared/anomaly/SeverityMark.tsx';
import { toChartScene } from '../../shared/chart/chart-scene.ts';
import { SceneChart } from '../../shared/chart/SceneChart.tsx';
import { formatMoment } from '../../shared/forecast/dates.ts';
import { valueUnit } from '../../shared/forecast/units.ts';
import { userTimeZone } from '../../shared/host/sources.ts';
import { whyNot } from '../../shared/host/user.ts';
import { ReasonedButton } from '../../shared/ui/ReasonedButton.tsx';
import { useWidth } from '../../shared/ui/use-width.ts';
import { aroundIncident, cutSeries } from './around-incident.ts';
import { FeedbackNotice } from './FeedbackNotice.tsx';
import { companionsOf, type Incident, othersOfSeries } from './incidents.ts';
import { lengthOf } from './IncidentTable.tsx';
import type { Feedback } from './use-feedback.ts';

interface Props {
  incident: Incident;
  incidents: readonly Incident[];
  feedback: Feedback;
  nowMs: number;
  onOpen: (incident: Incident) => void;
  onClose: () => void;
}

const CHART_HEIGHT = 260;
const MOST_LISTED = 8;

/** One incident: what happened, the chart, the evidence, what else there was, and what the reader thinks of it. */
export function IncidentDrawer({ incident, incidents, feedback, nowMs, onOpen, onClose }: Props) {
  const { series, signal, anomaly } = incident;
  const timeZone = userTimeZone();
  const unit = useMemo(() => valueUnit(signal.unit || 'short'), [signal.unit]);
  return (
    <Drawer title={series.name} subtitle={signal.name} size="md" onClose={onClose}>
      <Stack direction="column" gap={2}>
        <Stack direction="row" gap={2} alignItems="center" wrap="wrap">
          <SeverityMark severity={anomaly.severity} />
          <Text color="secondary">
            {formatMoment(incident.fromMs, timeZone)} · {lengthOf(incident)}
          </Text>
        </Stack>
        <Text element="p">{explain(anomaly, { unit, timeZone })}</Text>
        <Chart incident={incident} nowMs={nowMs} />
        <FeedbackNotice feedback={feedback} />
        <Verdict incident={incident} feedback={feedback} />
        <Evidence incident={incident} />
        <Others title="At the same time" incidents={companionsOf(incident, incidents)} onOpen={onOpen} />
        <Others
          title="Earlier and later in this series"
          incidents={othersOfSeries(incident, incidents)}
          onOpen={onOpen}
        />
      </Stack>
    </Drawer>
  );
}

function Chart({ incident, nowMs }: { incident: Incident; nowMs: number }) {
  const [width, ref] = useWidth();
  const { series, signal } = incident;
  const scene = useMemo(() => {
    const [fromMs, toMs] = aroundIncident(incident, nowMs);
    const look = { unit: valueUnit(signal.unit || 'short'), timeZone: userTimeZone(), nowMs };
    return toChartScene([toJudgedView(cutSeries(series, fromMs, toMs), look)], { fromMs, toMs });
  }, [incident, series, signal.unit, nowMs]);
  return (
    <div ref={ref} style={{ height: CHART_HEIGHT, minWidth: 0 }}>
      {width > 0 && <SceneChart width={width} height={CHART_HEIGHT} scene={scene} />}
    </div>
  );
}

/** Feedback that is there already can be taken back; else it can be given. */
function Verdict({ incident, feedback }: Pick<Props, 'incident' | 'feedback'>) {
  const reason = whyNot('anomaly.feedback');
  const common = { size: 'sm', variant: 'secondary', disabled: feedback.command.isRunning, reason } as const;
  const given = incident.anomaly.feedback;
  if (feedback.said !== undefined) {
    return null;
  }
  return given === undefined ? (
    <Stack direction="row" gap={1} wrap="wrap" alignItems="center">
      <ReasonedButton {...common} icon="thumbs-up" onClick={() => feedback.give(incident, 'real')}>
        Real
      </ReasonedButton>
      <ReasonedButton {...common} icon="bell-slash" onClick={() => feedback.give(incident, 'not-an-anomaly')}>
        Not an anomaly
      </ReasonedButton>
    </Stack>
  ) : (
    <Stack direction="row" gap={1} alignItems="center">
      <Text>{given.verdict === 'real' ? 'Confirmed as real.' : 'Marked as not an anomaly.'}</Text>
      <ReasonedButton {...common} icon="history" onClick={() => feedback.undo(given.id)}>
        Undo feedback
      </ReasonedButton>
    </Stack>
  );
}

/** Which detectors saw it, and which did not. */
function Evidence({ incident: { anomaly, signal } }: { incident: Incident }) {
  const styles = useStyles2(getStyles);
  const asked = signal.query.detectors?.length ? signal.query.detectors : DETECTORS;
  const silent = asked.filter((detector) => anomaly.evidence.every((one) => one.detector !== detector));
  return (
    <section>
      <Text element="h3" variant="h5">
        Evidence
      </Text>
      <ul className={styles.list}>
        {anomaly.evidence.map(({ detector, sentence }) => (
          <li key={detector}>
            <Text weight="medium">{detectorName(detector)}</Text>: {sentence}
          </li>
        ))}
      </ul>
      {silent.length > 0 && (
        <Text element="p" color="secondary">
          Did not agree: {silent.map(detectorName).join(', ')}.
        </Text>
      )}
    </section>
  );
}

function Others({ title, incidents, onOpen }: { title: string } & Pick<Props, 'incidents' | 'onOpen'>) {
  const styles = useStyles2(getStyles);
  if (incidents.length === 0) {
    return null;
  }
  return (
    <section>
      <Text element="h3" variant="h5">
        {title}
      </Text>
      <ul className={styles.list}>
        {incidents.slice(0, MOST_LISTED).map((other) => (
          <li key={other.id} className={styles.other}>
            <SeverityMark severity={other.anomaly.severity} />
            <Button size="sm" variant="secondary" fill="text" onClick={() => onOpen(other)}>
              {other.series.name}, {formatMoment(other.fromMs, userTimeZone())}
            </Button>
          </li>
        ))}
      </ul>
      {incidents.length > MOST_LISTED && (
        <Text variant="bodySmall" color="secondary">
          and {incidents.length - MOST_LISTED} more
        </Text>
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', marginTop: theme.spacing(1) }),
  other: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), flexWrap: 'wrap' }),
});
