import { describe, expect, it } from 'vitest';
import { atApp } from './worker-script.ts';

describe('atApp', () => {
  it.each([
    [
      'http://g/sub/public/plugins/headroom-forecast-panel/12.js?_cache=ab',
      'http://g/sub/public/plugins/headroom-capacity-app/12.js?_cache=ab',
    ],
    ['http://cdn/headroom-capacity-app/panels/forecast/12.js', 'http://cdn/headroom-capacity-app/12.js'],
    ['http://cdn/headroom-capacity-app/panels/anomaly/12.js', 'http://cdn/headroom-capacity-app/12.js'],
    ['http://g/public/plugins/headroom-capacity-app/12.js', 'http://g/public/plugins/headroom-capacity-app/12.js'],
  ])('moves %s', (href, moved) => {
    expect(atApp(href)).toBe(moved);
  });
});
