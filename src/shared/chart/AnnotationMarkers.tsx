import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import {
  clearButtonStyles,
  Stack,
  Tag,
  Text,
  Tooltip,
  type UPlotConfigBuilder,
  useStyles2,
  useTheme2,
} from '@grafana/ui';
import { useLayoutEffect, useState } from 'react';
import { formatMoment } from '../forecast/dates.ts';
import { type ChartAnnotation, placeOnAxis } from './annotations.ts';
import { annotationColor } from './chart-colors.ts';
import type { ChartScene } from './chart-scene.ts';

interface Props {
  config: UPlotConfigBuilder;
  scene: ChartScene;
}

/** The time axis in CSS pixels of the chart. */
interface Axis {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

/** A mark on the time axis for each annotation; what it says is shown on hover and focus. */
export function AnnotationMarkers({ config, scene }: Props) {
  const [axis, setAxis] = useState<Axis>();
  useLayoutEffect(() => {
    config.addHook('draw', ({ bbox }) => {
      const [left, top, width] = [bbox.left, bbox.top + bbox.height, bbox.width].map((px) => px / devicePixelRatio);
      const next = { left: left ?? 0, top: top ?? 0, width: width ?? 0 };
      setAxis((before) => (before !== undefined && isSame(before, next) ? before : next));
    });
  }, [config]);
  const timeZone = scene.views[0]?.input.timeZone ?? '';
  return (
    axis && (
      <>
        {scene.annotations.map((annotation, i) => (
          <Marker key={i} annotation={annotation} axis={axis} range={scene.timeRange} timeZone={timeZone} />
        ))}
      </>
    )
  );
}

interface MarkerProps {
  annotation: ChartAnnotation;
  axis: Axis;
  range: ChartScene['timeRange'];
  timeZone: string;
}

function Marker({ annotation, axis, range, timeZone }: MarkerProps) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const place = placeOnAxis(annotation, range);
  if (place === undefined) {
    return null;
  }
  const { fromMs, toMs, title, text, tags } = annotation;
  const from = formatMoment(fromMs, timeZone);
  const when = toMs === undefined ? from : `${from} – ${formatMoment(toMs, timeZone)}`;
  const name = title || text || tags.join(', ');
  return (
    <Tooltip
      interactive
      content={
        <Stack direction="column" gap={0.5}>
          <Text variant="bodySmall" color="secondary">
            {when}
          </Text>
          {title !== '' && <Text weight="medium">{title}</Text>}
          {text !== '' && <Text>{text}</Text>}
          {tags.length > 0 && (
            <Stack direction="row" gap={0.5} wrap="wrap">
              {tags.map((tag) => (
                <Tag key={tag} name={tag} />
              ))}
            </Stack>
          )}
        </Stack>
      }
    >
      <button
        type="button"
        className={styles.marker}
        style={{
          left: axis.left + place.left * axis.width,
          top: axis.top,
          width: Math.max(place.width * axis.width, LEAST_WIDTH),
          marginLeft: toMs === undefined ? -LEAST_WIDTH / 2 : 0,
          color: annotationColor(theme, annotation),
        }}
        aria-label={`Annotation: ${name}, ${when}`}
      />
    </Tooltip>
  );
}

function isSame(a: Axis, b: Axis): boolean {
  return a.left === b.left && a.top === b.top && a.width === b.width;
}

const LEAST_WIDTH = 8;

const getStyles = (theme: GrafanaTheme2) => ({
  marker: css(clearButtonStyles(theme), {
    position: 'absolute',
    height: 10,
    zIndex: 1,
    cursor: 'pointer',
    // A mark is as thick as a line, what can be pointed at is thicker.
    '&::before': { content: '""', position: 'absolute', inset: '0 0 auto', height: 5, background: 'currentColor' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 1 },
  }),
});
