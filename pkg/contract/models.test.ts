import { expect, it } from 'vitest';
import { MODEL_NAMES } from '#model/forecast/candidates.ts';
import { MODELS } from './query.ts';

it('offers the models that there are, without loading them into the browser', () => {
  expect(MODELS).toEqual(['auto', 'ensemble', ...MODEL_NAMES]);
});
