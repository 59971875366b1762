import { Card, Icon, Stack, Text } from '@grafana/ui';
import { useMemo } from 'react';
import { useAnswer } from '../api/use-answer.ts';
import { type PrometheusSource, testSource } from '../host/data-sources.ts';
import { ReasonedButton } from '../ui/ReasonedButton.tsx';

interface Props {
  source: PrometheusSource;
  denied: string | undefined;
  isBusy: boolean;
  onConnect: () => void;
}

function test({ uid }: PrometheusSource, signal: AbortSignal) {
  return testSource(uid, signal);
}

/** A Prometheus data source: whether it answers, and the button that connects Headroom to it. */
export function FoundSource({ source, denied, isBusy, onConnect }: Props) {
  const call = useMemo(() => ({ ...source }), [source]);
  const { answer } = useAnswer(call, test);
  return (
    <Card noMargin>
      <Card.Heading>{source.name}</Card.Heading>
      <Card.Description>
        {answer === undefined ? (
          'Testing the connection…'
        ) : (
          <Stack direction="row" gap={1} alignItems="center">
            <Text color={answer.ok ? 'success' : 'error'}>
              <Icon name={answer.ok ? 'check-circle' : 'exclamation-circle'} />
            </Text>
            {answer.ok ? 'Answers' : `Does not answer: ${answer.message}`}
          </Stack>
        )}
      </Card.Description>
      <Card.Actions>
        <ReasonedButton
          icon="plug"
          reason={denied ?? (answer?.ok === false ? 'Mend this data source first.' : undefined)}
          disabled={isBusy}
          aria-label={`Connect to ${source.name}`}
          onClick={onConnect}
        >
          Connect
        </ReasonedButton>
      </Card.Actions>
    </Card>
  );
}
