import { describe, expect, it } from 'vitest';
import { placeOnAxis } from './annotations.ts';

describe('placeOnAxis', () => {
  it('places moments and stretches as fractions', () => {
    expect(placeOnAxis({ fromMs: 25 }, [0, 100])).toEqual({ left: 0.25, width: 0 });
    expect(placeOnAxis({ fromMs: 25, toMs: 75 }, [0, 100])).toEqual({ left: 0.25, width: 0.5 });
  });

  it('cuts stretches at the ends of the axis and leaves out what lies beyond', () => {
    expect(placeOnAxis({ fromMs: -50, toMs: 50 }, [0, 100])).toEqual({ left: 0, width: 0.5 });
    expect(placeOnAxis({ fromMs: 90, toMs: 150 }, [0, 100])).toEqual({
      left: 0.9,
      width: expect.closeTo(0.1, 9) as number,
    });
    expect(placeOnAxis({ fromMs: -1 }, [0, 100])).toBeUndefined();
    expect(placeOnAxis({ fromMs: 101, toMs: 102 }, [0, 100])).toBeUndefined();
  });
});
