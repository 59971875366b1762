import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { clearButtonStyles, type Column, InteractiveTable, Text, useStyles2 } from '@grafana/ui';
import { useMemo } from 'react';
import { deviationText, lengthText, usualPhrase } from '../../shared/anomaly/anomaly-words.ts';
import { severityRank } from '../../shared/anomaly/severity.ts';
import { SeverityMark } from '../../shared/anomaly/SeverityMark.tsx';
import { formatMoment } from '../../shared/forecast/dates.ts';
import { valueUnit } from '../../shared/forecast/units.ts';
import { useWidth } from '../../shared/ui/use-width.ts';
import type { Incident } from './incidents.ts';

interface Props {
  incidents: readonly Incident[];
  timeZone: string;
  onOpen: (incident: Incident) => void;
}

interface Row {
  readonly incident: Incident;
  readonly timeZone: string;
  readonly onOpen: (incident: Incident) => void;
}

/** From this width on there is room for every column. */
const WIDE = 900;

/** Severity, series, when, how long, how far off. */
export function IncidentTable({ incidents, timeZone, onOpen }: Props) {
  const styles = useStyles2(getStyles);
  const [width, ref] = useWidth();
  const rows = useMemo(
    () => incidents.map((incident): Row => ({ incident, timeZone, onOpen })),
    [incidents, timeZone, onOpen]
  );
  return (
    <div ref={ref}>
      <InteractiveTable
        className={styles.table}
        columns={width >= WIDE ? COLUMNS : NARROW_COLUMNS}
        data={rows}
        getRowId={({ incident }) => incident.id}
        pageSize={50}
      />
    </div>
  );
}

function SeriesCell({ incident, onOpen }: Row) {
  const styles = useStyles2(getStyles);
  return (
    <div>
      <button type="button" className={styles.link} onClick={() => onOpen(incident)}>
        {incident.series.name}
      </button>
      <Text element="p" variant="bodySmall" color="secondary">
        {incident.signal.name}
      </Text>
    </div>
  );
}

function ValueCell({ incident: { anomaly, signal } }: Row) {
  const unit = valueUnit(signal.unit || 'short');
  const usual = usualPhrase(anomaly.peak, unit);
  return (
    <div>
      {unit.format(anomaly.peak.value)}
      {usual !== undefined && (
        <Text element="p" variant="bodySmall" color="secondary">
          {usual}
        </Text>
      )}
    </div>
  );
}

const VERDICTS = { 'not-an-anomaly': 'Not an anomaly', real: 'Real' } as const;

/** Orders rows by a number. */
function by(numberOf: (incident: Incident) => number): NonNullable<Column<Row>['sortType']> {
  return (a, b) => numberOf(a.original.incident) - numberOf(b.original.incident);
}

const COLUMNS: Array<Column<Row>> = [
  {
    id: 'severity',
    header: 'Severity',
    disableGrow: true,
    sortType: by(({ anomaly }) => severityRank(anomaly.severity)),
    cell: ({ row: { original } }) => <SeverityMark severity={original.incident.anomaly.severity} />,
  },
  { id: 'series', header: 'Series', cell: ({ row: { original } }) => <SeriesCell {...original} /> },
  {
    id: 'started',
    header: 'Started',
    sortType: by(({ fromMs }) => fromMs),
    cell: ({ row: { original } }) => <>{formatMoment(original.incident.fromMs, original.timeZone)}</>,
  },
  {
    id: 'lasted',
    header: 'Lasted',
    sortType: by(({ fromMs, untilMs }) => untilMs - fromMs),
    cell: ({ row: { original } }) => <>{lengthOf(original.incident)}</>,
  },
  { id: 'value', header: 'Value', cell: ({ row: { original } }) => <ValueCell {...original} /> },
  {
    id: 'deviation',
    header: 'Off by',
    cell: ({ row: { original } }) => (
      <>{deviationText(original.incident.anomaly, valueUnit(original.incident.signal.unit || 'short'))}</>
    ),
  },
  {
    id: 'score',
    header: 'Score',
    disableGrow: true,
    sortType: by(({ anomaly }) => anomaly.peak.score),
    cell: ({ row: { original } }) => <>{Math.round(original.incident.anomaly.peak.score)}</>,
  },
  {
    id: 'feedback',
    header: 'Feedback',
    disableGrow: true,
    cell: ({ row: { original } }) => {
      const { feedback } = original.incident.anomaly;
      return <>{feedback === undefined ? '–' : VERDICTS[feedback.verdict]}</>;
    },
  },
];
const NARROW = ['severity', 'series', 'started', 'lasted', 'value', 'score'];
const NARROW_COLUMNS = COLUMNS.filter(({ id }) => NARROW.includes(id));

/** How long an incident lasted, or has lasted. */
export function lengthOf({ anomaly, fromMs, untilMs }: Incident): string {
  return anomaly.isOpen ? `${lengthText(untilMs - fromMs)}, ongoing` : lengthText(untilMs - fromMs);
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({
    td: { verticalAlign: 'top' },
    // Numbers stand below each other at the right.
    'th:nth-child(n+5):not(:last-child), td:nth-child(n+5):not(:last-child)': { textAlign: 'right' },
  }),
  link: css(clearButtonStyles(theme), {
    color: theme.colors.text.link,
    textAlign: 'left',
    overflowWrap: 'break-word',
    '&:hover': { textDecoration: 'underline' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 2 },
  }),
});
