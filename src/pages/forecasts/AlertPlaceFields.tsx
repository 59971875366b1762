import { Alert, Field } from '@grafana/ui';
import { useId } from 'react';
import { ChoiceBox } from '../../shared/ui/ChoiceBox.tsx';
import type { PlaceChoice } from './use-alert-place.ts';

/** Stands for the folder that has no uid yet. */
const NEW = 'new folder';

/** Folder and group of the rule; the group decides how often it is evaluated. */
export function AlertPlaceFields({ choice }: { choice: PlaceChoice }) {
  const id = useId();
  const { folders, groups, place, failure } = choice;
  if (failure !== undefined) {
    return (
      <Alert severity="info" title="The folders are not known here. Choose one in the rule editor." bottomSpacing={2}>
        The rule is taken to be evaluated every {place.interval}.
      </Alert>
    );
  }
  if (choice.isLoading && place.folder === undefined) {
    return null;
  }
  return (
    <>
      <Field label="Folder" description={folderHelp(choice)} htmlFor={`${id}-folder`}>
        <ChoiceBox
          id={`${id}-folder`}
          options={[...folders, ...(place.folder?.uid === '' ? [place.folder] : [])].map(({ uid, title }) => ({
            value: uid || NEW,
            label: uid === '' ? `${title} (new)` : title,
          }))}
          value={place.folder && (place.folder.uid || NEW)}
          onChoose={choice.chooseFolder}
        />
      </Field>
      <Field
        label="Evaluation group"
        description={`The rule is evaluated every ${place.interval}.`}
        htmlFor={`${id}-group`}
      >
        <ChoiceBox
          id={`${id}-group`}
          options={groups.map(({ name, interval }) => ({ value: name, label: `${name} · every ${interval}` }))}
          value={place.group}
          onChoose={choice.chooseGroup}
        />
      </Field>
    </>
  );
}

function folderHelp({ place }: PlaceChoice): string {
  if (place.folder === undefined) {
    return 'You may write to no folder; ask an administrator for one.';
  }
  return place.folder.uid === '' ? 'It is created when you open the rule editor.' : 'Where the rule is kept.';
}
