/** Local lines through equally spaced values, ready for one number of values and one span. */
export interface LocalLines {
  /**
   * The local line's value at position `x`, one step beyond either end at most. The values are
   * `values[first + i * stride]` for i from 0.
   */
  at(values: Float64Array, first: number, stride: number, x: number): number;
}

/**
 * Locally weighted regression (LOESS, Cleveland, 1979) of degree 1 with tricube weights over the `span` nearest values;
 * a span beyond the number of values widens the weights, as in STL. Equal spacing makes it a moving weighted sum, whose
 * weights depend on the place in the window only and are kept. A step costs O(span).
 *
 * @param count number of values, at least 1
 * @param span odd, at least 3
 */
export function localLines(count: number, span: number): LocalLines {
  const width = Math.min(span, count);
  const widening = span > count ? Math.floor((span - count) / 2) : 0;
  const kernels: (Float64Array | undefined)[] = [];
  return {
    at: (values, first, stride, x) => {
      const left = Math.max(0, Math.min(x - ((span - 1) >> 1), count - width));
      const place = x - left;
      const kernel = (kernels[place + 1] ??= kernelAt(width, place, widening, 0.001 * (count - 1)));
      let sum = 0;
      let index = first + left * stride;
      for (let j = 0; j < width; j++) {
        sum += kernel[j]! * values[index]!;
        index += stride;
      }
      return sum;
    },
  };
}

/** Weights that give the local line's value at `place` within or just beside a window of `width` values. */
function kernelAt(width: number, place: number, widening: number, tiny: number): Float64Array {
  const reach = Math.max(place, width - 1 - place) + widening;
  const weights = new Float64Array(width);
  let total = 0;
  for (let j = 0; j < width; j++) {
    weights[j] = tricube(Math.abs(j - place), reach);
    total += weights[j]!;
  }
  if (total <= 0) {
    weights[Math.min(Math.max(place, 0), width - 1)] = 1;
    return weights;
  }
  let centre = 0;
  for (let j = 0; j < width; j++) {
    centre += (j * weights[j]!) / total;
  }
  let spread = 0;
  for (let j = 0; j < width; j++) {
    spread += ((j - centre) * (j - centre) * weights[j]!) / total;
  }
  const tilt = Math.sqrt(spread) > tiny ? (place - centre) / spread : 0;
  for (let j = 0; j < width; j++) {
    weights[j] = (weights[j]! / total) * (1 + tilt * (j - centre));
  }
  return weights;
}

function tricube(distance: number, reach: number): number {
  if (distance <= 0.001 * reach) {
    return 1;
  }
  const share = distance / reach;
  return distance <= 0.999 * reach ? (1 - share * share * share) ** 3 : 0;
}

/**
 * Smooths all values. With a `jump` above 1 only every so many steps are fitted and the rest is put on straight lines
 * between them: with a tenth of the span the cost is O(10 · n) whatever the span, and the difference is slight.
 */
export function smoothLines(lines: LocalLines, values: Float64Array, jump: number): Float64Array {
  const last = values.length - 1;
  const out = new Float64Array(values.length);
  let before = 0;
  out[0] = lines.at(values, 0, 1, 0);
  while (before < last) {
    const next = Math.min(before + jump, last);
    out[next] = lines.at(values, 0, 1, next);
    const rise = (out[next] - out[before]!) / (next - before);
    for (let i = before + 1; i < next; i++) {
      out[i] = out[before]! + rise * (i - before);
    }
    before = next;
  }
  return out;
}
