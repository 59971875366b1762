import { Stack, Text } from '@grafana/ui';
import { ChartMessage } from '../../shared/chart/ChartMessage.tsx';
import type { EmptyReason } from './empty-state.ts';

interface Props {
  height: number;
  reason: EmptyReason | undefined;
}

/** In place of a chart: why there is none; without a reason the data is on its way. */
export function PanelMessage({ height, reason }: Props) {
  return (
    <ChartMessage height={height}>
      {reason === undefined ? (
        'Loading the data…'
      ) : (
        <Stack direction="column" gap={0.5} alignItems="center">
          <Text element="p" weight="medium">
            {reason.message}
          </Text>
          <Text element="p" color="secondary">
            {reason.remedy}
          </Text>
        </Stack>
      )}
    </ChartMessage>
  );
}
