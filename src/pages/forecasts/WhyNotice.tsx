import { Alert } from '@grafana/ui';
import { useUrlWord } from '../../shared/ui/use-url-word.ts';

const LONGEST = 300;

/** Why the panel that somebody came from cannot be forecast; it stands in the URL. */
export function WhyNotice() {
  const [why, setWhy] = useUrlWord('why');
  return why === undefined ? null : (
    <Alert severity="info" title={why.slice(0, LONGEST)} bottomSpacing={0} onRemove={() => setWhy(undefined)} />
  );
}
