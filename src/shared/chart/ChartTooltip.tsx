import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { SeriesTable, useStyles2, useTheme2 } from '@grafana/ui';
import { chartColors } from './chart-colors.ts';
import type { ChartView } from './chart-view.ts';
import { tooltipRows } from './tooltip-rows.ts';

interface Props {
  view: ChartView;
  index: number;
}

/** What is known about one moment: a date and a few rows. */
export function ChartTooltip({ view, index }: Props) {
  const styles = useStyles2(getStyles);
  const colors = chartColors(useTheme2());
  const { date, rows } = tooltipRows(view, index);
  return (
    <div className={styles.box}>
      <SeriesTable
        timestamp={date}
        series={rows.map(({ label, value, line }) => ({ label, value, ...(line ? { color: colors[line] } : {}) }))}
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ padding: theme.spacing(1) }),
});
