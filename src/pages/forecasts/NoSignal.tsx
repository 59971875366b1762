import { Card, Stack, Text } from '@grafana/ui';
import { EXAMPLE_SIGNALS, type SignalQuery } from '../../shared/forecast/example-signals.ts';

interface Props {
  onChoose: (signal: SignalQuery) => void;
}

/** Before a signal is chosen: what there is to choose from. */
export function NoSignal({ onChoose }: Props) {
  return (
    <Stack direction="column" gap={1}>
      <Text element="h2" variant="h4">
        Choose a signal to forecast
      </Text>
      <Text color="secondary">Start from one of these, or enter a PromQL expression of your own.</Text>
      <div>
        {EXAMPLE_SIGNALS.map(({ id, title, explanation, query }) => (
          <Card key={id} isCompact onClick={() => onChoose(query)}>
            <Card.Heading>{title}</Card.Heading>
            <Card.Description>{explanation}</Card.Description>
          </Card>
        ))}
      </div>
    </Stack>
  );
}
