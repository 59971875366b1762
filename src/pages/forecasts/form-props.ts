import type { FieldErrors } from '../../shared/forecast/query-fields.ts';
import type { PageQuery } from './page-query.ts';

/** What every part of the form gets: the query, what is wrong with it, and how to change it. */
export interface FormProps {
  query: PageQuery;
  errors: FieldErrors;
  onChange: (patch: Partial<PageQuery>) => void;
}
