import { Field } from '@grafana/ui';
import { useId } from 'react';
import type { HeadroomSource } from '../host/sources.ts';
import { ChoiceBox } from './ChoiceBox.tsx';

interface Props {
  sources: readonly HeadroomSource[];
  sourceUid: string;
  onChoose: (uid: string) => void;
}

/** Which data source a page shows; nothing where there is no choice. */
export function SourceChoice({ sources, sourceUid, onChoose }: Props) {
  const id = useId();
  const isKnown = sources.some(({ uid }) => uid === sourceUid);
  return sources.length < 2 && isKnown ? null : (
    <Field label="Data source" htmlFor={id} noMargin>
      <ChoiceBox
        id={id}
        options={sources.map(({ uid, name }) => ({ value: uid, label: name }))}
        value={isKnown ? sourceUid : undefined}
        placeholder="Choose a data source"
        onChoose={onChoose}
      />
    </Field>
  );
}
