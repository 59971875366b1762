import { locationService } from '@grafana/runtime';
import { LinkButton, Stack } from '@grafana/ui';
import { useCommand } from '../../shared/api/use-command.ts';
import { type AlertChoice, type AlertSubject, ruleDefaults, ruleTitle } from '../../shared/forecast/alert-rule.ts';
import type { AlertFolder } from '../../shared/forecast/alert-place.ts';
import { createAlertFolder } from '../../shared/host/alert-folders.ts';
import { ruleEditorPath, ruleEditorUrl } from '../../shared/host/links.ts';
import type { PanelRequest } from '../../shared/host/panels.ts';
import { FailedCommand } from '../../shared/ui/FailedCommand.tsx';
import { ReasonedButton } from '../../shared/ui/ReasonedButton.tsx';
import type { PlaceChoice } from './use-alert-place.ts';

interface Props {
  panel: PanelRequest;
  choice: AlertChoice;
  subject: AlertSubject;
  where: PlaceChoice;
  /** Why there is no rule to edit yet; `undefined` when there is. */
  reason: string | undefined;
}

/** The way to Grafana's rule editor, with everything filled in; a folder that does not exist yet is created first. */
export function OpenRuleEditor({ panel, choice, subject, where, reason }: Props) {
  const create = useCommand();
  const { folder } = where.place;
  const title = ruleTitle(subject, choice, where.titles);
  const defaultsIn = (chosen: AlertFolder | undefined) =>
    ruleDefaults(panel, choice, subject, { ...where.place, folder: chosen, title });
  if (reason !== undefined) {
    return (
      <div>
        <ReasonedButton icon="bell" reason={reason}>
          Open rule editor
        </ReasonedButton>
      </div>
    );
  }
  if (folder?.uid !== '') {
    return (
      <div>
        <LinkButton icon="bell" href={ruleEditorUrl(defaultsIn(folder))}>
          Open rule editor
        </LinkButton>
      </div>
    );
  }
  const createAndOpen = async () => {
    const created = await createAlertFolder(folder.title);
    locationService.push(ruleEditorPath(defaultsIn(created)));
  };
  return (
    <Stack direction="column" gap={1} alignItems="flex-start">
      <ReasonedButton
        icon="bell"
        reason={create.isRunning ? 'Creating the folder.' : undefined}
        onClick={() => create.run(createAndOpen)}
      >
        Create folder and open rule editor
      </ReasonedButton>
      <FailedCommand command={create} />
    </Stack>
  );
}
