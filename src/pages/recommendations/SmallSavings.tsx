import { Button, Stack, Text } from '@grafana/ui';
import { smallSavingsText } from '../../shared/tuning/advice-words.ts';

interface Props {
  /** How many are left out, or would be. */
  count: number;
  /** The smallest saving a month that is shown. */
  least: number;
  currency: string;
  areShown: boolean;
  onChange: (areShown: boolean) => void;
}

/** Tells that small savings are left out, and brings them back. */
export function SmallSavings({ count, least, currency, areShown, onChange }: Props) {
  return count === 0 ? null : (
    <Stack direction="row" gap={1} alignItems="center" wrap="wrap">
      <Text variant="bodySmall" color="secondary">
        {smallSavingsText(count, least, currency, areShown)}
      </Text>
      <Button size="sm" variant="secondary" fill="text" onClick={() => onChange(!areShown)}>
        {areShown ? 'Hide small savings' : 'Show small savings'}
      </Button>
    </Stack>
  );
}
