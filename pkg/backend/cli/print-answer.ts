import { stringify as toYaml } from 'yaml';
import type { Form } from './option-values.ts';

/** Prints an answer in one of its forms. */
export function printAnswer<T>(answer: T, form: Form, table: (answer: T) => string): void {
  switch (form) {
    case 'json':
      console.log(JSON.stringify(answer));
      break;
    case 'yaml':
      console.log(toYaml(answer));
      break;
    case 'table':
      console.log(table(answer));
  }
}
