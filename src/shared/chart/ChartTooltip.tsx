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
        // Rows without a mark of their own get an invisible one, so that all labels begin at the same place.
        series={rows.map(({ label, value, line }) => ({ label, value, color: line ? colors[line] : 'transparent' }))}
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ padding: theme.spacing(1) }),
});
