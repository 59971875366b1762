import { describe, expect, it } from 'vitest';
import { changeSensitivity, sensitivityText } from './sensitivity.ts';

describe('false alarms of a query', () => {
  it('keep only what is unusual', () => {
    expect(changeSensitivity(undefined, 'critical', '0.5')).toEqual({ critical: 0.5 });
    expect(changeSensitivity({ critical: 0.5 }, 'info', '20')).toEqual({ info: 20, critical: 0.5 });
    expect(changeSensitivity({ critical: 0.5 }, 'critical', '0.1')).toBeUndefined();
    expect(changeSensitivity({ critical: 0.5 }, 'critical', ' ')).toBeUndefined();
    expect(changeSensitivity(undefined, 'emergency', '0')).toEqual({ emergency: 0 });
  });

  it('are told in words where they are unusual', () => {
    expect(sensitivityText(undefined)).toBe('');
    expect(sensitivityText({ info: 10, critical: 0.5, emergency: 0 })).toBe('critical 0.5, emergency 0');
  });
});
