import { type ComboboxOption, MultiCombobox } from '@grafana/ui';
import { useId } from 'react';
import { fieldHelp } from '../../shared/fields/field-help.ts';
import type { HeadroomQuery, QueryField } from '../types.ts';
import type { FieldErrors } from '../query/validate.ts';
import { LabelledField } from './query-fields.tsx';

interface Props<T extends string | number> {
  field: QueryField;
  queryType: HeadroomQuery['queryType'];
  errors: FieldErrors;
  options: Array<ComboboxOption<T>>;
  value: T[];
  onChoose: (values: T[]) => void;
  width: number;
  placeholder?: string;
}

/** Several of a few values. Grafana's list takes no id that its label could name, so it is given a name of its own. */
export function SeveralField<T extends string | number>(props: Props<T>) {
  const { field, queryType, errors, onChoose, ...rest } = props;
  const id = useId();
  return (
    <LabelledField field={field} queryType={queryType} errors={errors}>
      <div>
        <span id={id} hidden>
          {fieldHelp(field, queryType).title}
        </span>
        <MultiCombobox
          {...rest}
          aria-labelledby={id}
          onChange={(chosen) => onChoose(chosen.map(({ value }) => value))}
        />
      </div>
    </LabelledField>
  );
}
