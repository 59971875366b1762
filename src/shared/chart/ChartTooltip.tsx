import { css, cx } from '@emotion/css';
import type { GrafanaTheme2, LinkModel } from '@grafana/data';
import { DataLinkButton, SeriesTable, Text, useStyles2, useTheme2 } from '@grafana/ui';
import { chartColors } from './chart-colors.ts';
import type { ChartView } from './chart-view.ts';
import { tooltipRows } from './tooltip-rows.ts';

interface Props {
  view: ChartView;
  column: number;
  /** Among several series the name says which one this is. */
  isNamed?: boolean;
  links?: readonly LinkModel[];
}

/** What is known about one moment: a date and a few rows. */
export function ChartTooltip({ view, column, isNamed = false, links = [] }: Props) {
  const styles = useStyles2(getStyles);
  const colors = chartColors(useTheme2(), view.input.color);
  const { date, rows, note } = tooltipRows(view, column, isNamed ? 1 : 2);
  return (
    <div className={cx(styles.box, links.length > 0 && styles.closable)}>
      {isNamed && (
        <Text element="p" variant="bodySmall" weight="medium">
          {view.input.forecast.name}
        </Text>
      )}
      <SeriesTable
        timestamp={date}
        // Rows without a mark of their own get an invisible one, so that all labels begin at the same place.
        series={rows.map(({ label, value, line }) => ({ label, value, color: line ? colors[line] : 'transparent' }))}
      />
      {note !== undefined && <p className={styles.note}>{note}</p>}
      {links.map((link) => (
        <DataLinkButton key={link.href} link={link} />
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ padding: theme.spacing(1) }),
  note: css({
    maxWidth: theme.spacing(40),
    margin: theme.spacing(0.5, 0, 0),
    whiteSpace: 'normal',
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  // Room for the button that closes a tooltip that stays.
  closable: css({ paddingRight: theme.spacing(4) }),
});
