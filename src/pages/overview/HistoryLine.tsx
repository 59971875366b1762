import { css } from '@emotion/css';
import { FieldColorModeId, FieldType, type GrafanaTheme2 } from '@grafana/data';
import { GraphDrawStyle, type GraphFieldConfig } from '@grafana/schema';
import { Sparkline, useStyles2, useTheme2 } from '@grafana/ui';
import { useMemo } from 'react';
import type { SeriesForecastJson } from '#contract/rest.ts';

const WIDTH = 200;
const HEIGHT = 40;
const LINE: GraphFieldConfig = { drawStyle: GraphDrawStyle.Line, lineWidth: 1, fillOpacity: 10 };

/** The last 7 days as a small line; everything that it shows is said beside it. */
export function HistoryLine({ forecast }: { forecast: SeriesForecastJson }) {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const sparkline = useMemo(() => toSparkline(forecast), [forecast]);
  return sparkline === undefined ? null : (
    <figure aria-hidden className={styles.figure}>
      <Sparkline theme={theme} width={WIDTH} height={HEIGHT} sparkline={sparkline} />
      <figcaption>Last 7 days</figcaption>
    </figure>
  );
}

function toSparkline({ actual: { startMs, values }, stepMs }: SeriesForecastJson) {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) {
    return undefined;
  }
  const [min, max] = [Math.min(...known), Math.max(...known)];
  const config = { color: { mode: FieldColorModeId.Fixed, fixedColor: 'blue' }, custom: LINE };
  const state = { range: { min, max, delta: max - min } };
  return {
    y: { name: 'actual', type: FieldType.number, config, values: [...values], state },
    x: { name: 'time', type: FieldType.time, config: {}, values: values.map((_, i) => startMs + i * stepMs) },
  };
}

const getStyles = (theme: GrafanaTheme2) => ({
  figure: css({
    margin: 0,
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
    figcaption: { lineHeight: 1.2 },
  }),
});
