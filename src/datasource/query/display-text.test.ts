import { describe, expect, it } from 'vitest';
import { displayText } from './display-text.ts';

describe('displayText', () => {
  it('says what a query asks', () => {
    expect(displayText({ refId: 'A', expr: ' up ' })).toBe('Forecast of up');
    expect(displayText({ refId: 'A', queryType: 'breach', expr: 'used', capacity: 'size' })).toBe(
      'Breach of size by used'
    );
    expect(displayText({ refId: 'A', queryType: 'breach', expr: 'used' })).toBe('Breach by used');
    expect(displayText({ refId: 'A', queryType: 'forecast', expr: '' })).toBe('Forecast of no signal yet');
  });
});
