import { Button, Stack } from '@grafana/ui';
import { useNavigate } from 'react-router-dom';
import { storedForecastSchema, type StoredForecastJson } from '#contract/stored-forecast.ts';
import { changeStored, createStored, deleteStored, trainStored } from '../../shared/api/stored-api.ts';
import type { Command } from '../../shared/api/use-command.ts';
import { pagePath } from '../../shared/host/links.ts';
import { whyNot } from '../../shared/host/user.ts';
import { ReasonedButton } from '../../shared/ui/ReasonedButton.tsx';
import type { PageQuery } from './page-query.ts';
import { fromStored, toStoredInput } from './stored-query.ts';
import { whyNoRemove } from './why-no-remove.ts';

interface Props {
  query: PageQuery;
  name: string;
  stored: StoredForecastJson | undefined;
  command: Command;
  onStored: (() => void) | undefined;
  /** Asks for the forecast anew; absent while there is nothing to ask for. */
  onRefresh: (() => void) | undefined;
}

/** What can be done with the forecast of the page; saving is the main thing. */
export function EditorButtons(props: Props) {
  const { stored, command, onRefresh } = props;
  const save = useSave(props);
  return (
    <Stack direction="row" gap={1} wrap="wrap">
      {onRefresh && (
        <Button icon="sync" variant="secondary" onClick={onRefresh}>
          Update forecast
        </Button>
      )}
      {stored && <StoredButtons {...props} stored={stored} />}
      <ReasonedButton icon="save" reason={whyNoSave(props)} disabled={command.isRunning} onClick={save}>
        Save forecast
      </ReasonedButton>
    </Stack>
  );
}

function StoredButtons({ query, stored, command, onStored }: Props & { stored: StoredForecastJson }) {
  const navigate = useNavigate();
  const call = { sourceUid: query.source, id: stored.id };
  const train = () => trainStored(call).then(() => onStored?.());
  const remove = async () => {
    await deleteStored(call);
    const params = new URLSearchParams({ ds: query.source, deleted: stored.id });
    await navigate(`${pagePath('forecasts')}?${params.toString()}`);
  };
  return (
    <>
      <ReasonedButton
        icon="history"
        variant="secondary"
        reason={whyNot('forecast.train') ?? (stored.progress && 'It is being trained.')}
        onClick={() => command.run(train)}
      >
        Train now
      </ReasonedButton>
      <ReasonedButton
        icon="trash-alt"
        variant="secondary"
        reason={whyNoRemove(stored)}
        onClick={() => command.run(remove)}
      >
        Delete
      </ReasonedButton>
    </>
  );
}

function useSave({ query, name, stored, command, onStored }: Props): () => void {
  const navigate = useNavigate();
  const body = toStoredInput(query, name);
  const { source } = query;
  return () =>
    command.run(async () => {
      if (stored !== undefined) {
        await changeStored({ sourceUid: source, id: stored.id }, { ...body, version: stored.version });
        onStored?.();
        return;
      }
      const { id } = await createStored(source, body);
      const params = new URLSearchParams({ ds: source });
      await navigate(`${pagePath('forecasts')}/${id}?${params.toString()}`, { replace: true });
    });
}

function whyNoSave({ query, name, stored }: Props): string | undefined {
  const denied = whyNot(stored === undefined ? 'forecast.create' : 'forecast.update');
  if (denied !== undefined) {
    return denied;
  }
  if (query.expr === '') {
    return 'Choose a signal first.';
  }
  if (name.trim() === '') {
    return 'Enter a name in section 4 first.';
  }
  const body = toStoredInput(query, name);
  const parsed = storedForecastSchema.safeParse(body);
  if (!parsed.success) {
    return parsed.error.issues[0]?.message;
  }
  const before = stored && JSON.stringify(toStoredInput(fromStored(stored), stored.name));
  return before === JSON.stringify(body) ? 'Nothing has changed.' : undefined;
}
