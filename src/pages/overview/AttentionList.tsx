import { FieldType } from '@grafana/data';
import { Card, LinkButton, Sparkline, Stack, Text, useTheme2 } from '@grafana/ui';
import type { SeriesForecastJson } from '#contract/rest.ts';
import type { Moment } from '../../shared/forecast/breach-words.ts';
import { breachKindOf } from '../../shared/forecast/example-signals.ts';
import { forecastPath } from '../../shared/host/links.ts';
import { OutlookLine } from '../../shared/ui/OutlookLine.tsx';
import { type Item, usedText } from './overview-words.ts';

interface Props {
  items: readonly Item[];
  moment: Moment;
  sourceUid: string;
}

const MOST = 8;
const WIDTH = 160;
const HEIGHT = 40;

/** What is full or likely to be, the worst first. */
export function AttentionList({ items, moment, sourceUid }: Props) {
  if (items.length === 0) {
    return null;
  }
  return (
    <Stack direction="column" gap={1}>
      <Text element="h3" variant="h5">
        Needs attention
      </Text>
      <div>
        {items.slice(0, MOST).map((item) => (
          <Attention key={item.id} {...{ item, moment, sourceUid }} />
        ))}
      </div>
      {items.length > MOST && <Text color="secondary">and {items.length - MOST} more in the table below</Text>}
    </Stack>
  );
}

function Attention({ item, moment, sourceUid }: Omit<Props, 'items'> & { item: Item }) {
  const { signal, outlook } = item;
  return (
    <Card isCompact>
      <Card.Heading>{outlook.name}</Card.Heading>
      <Card.Meta>{[signal.title, `${usedText(item)} used`]}</Card.Meta>
      <Card.Description>
        <Stack direction="row" gap={3} alignItems="center" wrap="wrap">
          {outlook.breach && <OutlookLine breach={outlook.breach} kind={breachKindOf(signal.query)} moment={moment} />}
          <History forecast={outlook.forecast} />
        </Stack>
      </Card.Description>
      <Card.Actions>
        <LinkButton
          size="sm"
          variant="secondary"
          icon="chart-line"
          href={forecastPath(sourceUid, signal.query, outlook.name)}
          aria-label={`Open forecast of ${outlook.name}`}
        >
          Open forecast
        </LinkButton>
      </Card.Actions>
    </Card>
  );
}

/** The last 7 days as a line; everything that it shows is said beside it. */
function History({ forecast }: { forecast: SeriesForecastJson }) {
  const theme = useTheme2();
  const { startMs, values } = forecast.actual;
  const known = values.filter((value) => value !== null);
  if (known.length === 0) {
    return null;
  }
  const [min, max] = [Math.min(...known), Math.max(...known)];
  const state = { range: { min, max, delta: max - min } };
  const y = { name: 'actual', type: FieldType.number, config: {}, values: [...values], state };
  const times = values.map((_, i) => startMs + i * forecast.stepMs);
  const x = { name: 'time', type: FieldType.time, config: {}, values: times };
  return (
    <div aria-hidden>
      <Sparkline theme={theme} width={WIDTH} height={HEIGHT} sparkline={{ y, x }} />
    </div>
  );
}
