import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Badge, Button, LinkButton, Stack, Text, useStyles2 } from '@grafana/ui';
import { useId, useMemo, useState } from 'react';
import { askHealth, type HealthCall } from '../../shared/api/health-api.ts';
import { useAnswer } from '../../shared/api/use-answer.ts';
import { readSource } from '../../shared/host/data-sources.ts';
import { sourceConfigUrl } from '../../shared/host/links.ts';
import type { HeadroomSource } from '../../shared/host/sources.ts';
import { describeSource } from './describe-source.ts';

/** One data source: how it is, what it reads and what limits it. */
export function SourceCard({ source }: { source: HeadroomSource }) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const [asked, setAsked] = useState(0);
  return (
    <section aria-labelledby={id} className={styles.card}>
      <Stack direction="row" justifyContent="space-between" alignItems="center" wrap="wrap" gap={1}>
        <div id={id}>
          <Text element="h2" variant="h4">
            {source.name}
          </Text>
        </div>
        <Stack direction="row" gap={1}>
          <Button size="sm" variant="secondary" icon="sync" onClick={() => setAsked(asked + 1)}>
            Test connection
          </Button>
          <LinkButton size="sm" variant="secondary" icon="cog" href={sourceConfigUrl(source.uid)}>
            Configure
          </LinkButton>
        </Stack>
      </Stack>
      <Health key={asked} source={source} />
      <Facts source={source} />
    </section>
  );
}

function Health({ source }: { source: HeadroomSource }) {
  const call = useMemo((): HealthCall => ({ sourceUid: source.uid }), [source.uid]);
  const { answer, error, isLoading } = useAnswer(call, askHealth);
  if (isLoading) {
    return (
      <p role="status">
        <Text color="secondary">Testing the connection…</Text>
      </p>
    );
  }
  const isOk = answer?.ok === true;
  return (
    <Stack direction="row" gap={1} alignItems="center" wrap="wrap">
      <Badge
        color={isOk ? 'green' : 'red'}
        icon={isOk ? 'check' : 'exclamation-triangle'}
        text={isOk ? 'Healthy' : 'Not healthy'}
      />
      <span role="status">{answer?.message ?? `${error?.message} ${error?.remedy}`}</span>
    </Stack>
  );
}

function Facts({ source }: { source: HeadroomSource }) {
  const styles = useStyles2(getStyles);
  const call = useMemo(() => ({ ...source }), [source]);
  const { answer } = useAnswer(call, readFacts);
  return answer === undefined ? null : (
    <dl className={styles.facts}>
      {answer.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

async function readFacts({ uid }: HeadroomSource) {
  return describeSource(await readSource(uid));
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
    padding: theme.spacing(2),
    marginBottom: theme.spacing(2),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
  }),
  facts: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(180px, 1fr))',
    gap: theme.spacing(2),
    margin: 0,
    dt: { color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize },
    dd: { margin: 0, overflowWrap: 'anywhere' },
  }),
});
