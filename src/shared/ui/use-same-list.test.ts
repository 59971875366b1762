// @vitest-environment jsdom
import { act, createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, test, vi } from 'vitest';
import { useSameList } from './use-same-list.ts';

vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);

test('is the same list until it says something else', () => {
  const given: object[] = [];
  const Probe = ({ values }: { values: string[] }) => {
    given.push(useSameList(values.map((value) => ({ value }))));
    return null;
  };
  const root = createRoot(document.createElement('div'));
  for (const values of [['5m'], ['5m'], ['5m', '1h']]) {
    act(() => root.render(createElement(Probe, { values })));
  }
  expect(given).toEqual([[{ value: '5m' }], [{ value: '5m' }], [{ value: '5m' }, { value: '1h' }]]);
  expect(given[1]).toBe(given[0]);
  expect(given[2]).not.toBe(given[1]);
});
