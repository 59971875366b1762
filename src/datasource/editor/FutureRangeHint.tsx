import { CoreApp, dateTimeFormat, type TimeRange } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { Button, Icon, Stack, Text } from '@grafana/ui';
import { useState } from 'react';
import { parseDuration } from '#contract/duration.ts';
import { explorePanesWithRange, symmetricRange } from './future-range.ts';

interface Props {
  app: CoreApp | undefined;
  /** Uid of the data source. */
  uid: string;
  range: TimeRange | undefined;
  horizon: string | undefined;
}

/** Says that the forecast lies beyond the time range and offers to show it; the range never changes by itself. */
export function FutureRangeHint({ app, uid, range, horizon }: Props) {
  const [nowMs] = useState(() => Date.now());
  const canMove = app === CoreApp.Explore || app === CoreApp.PanelEditor || app === CoreApp.Dashboard;
  if (
    !canMove ||
    range === undefined ||
    range.to.valueOf() > nowMs + 60_000 ||
    range.to.valueOf() < nowMs - 86_400_000
  ) {
    return null;
  }
  const wanted = symmetricRange(horizon);
  const aheadMs = parseDuration(wanted.to.replace('now+', '')) ?? 0;
  const end = dateTimeFormat(nowMs + aheadMs, { format: 'D MMM, HH:mm' });
  return (
    <Stack direction="row" alignItems="center" gap={1} wrap="wrap">
      <Icon name="info-circle" aria-hidden />
      <Text variant="bodySmall" color="secondary">
        The forecast continues to {end}, but the time range ends now.
      </Text>
      <Button size="sm" variant="secondary" fill="outline" onClick={() => showRange(app, uid, wanted)}>
        Show {wanted.from} to {wanted.to}
      </Button>
    </Stack>
  );
}

function showRange(app: CoreApp | undefined, uid: string, range: { from: string; to: string }): void {
  if (app !== CoreApp.Explore) {
    locationService.partial({ ...range });
    return;
  }
  const panes = explorePanesWithRange(locationService.getSearchObject()['panes'], uid, range);
  if (panes !== undefined) {
    locationService.partial({ panes });
  }
}
