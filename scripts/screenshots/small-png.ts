import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLORS = 256;

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue of each pixel. */
  readonly rgb: Uint8Array;
}

/** A screenshot with at most 256 colours: a third of its size, and hardly to be told apart. */
export function smallPng(png: Buffer): Buffer {
  const pixels = decode(png);
  const palette = frequentColors(pixels.rgb);
  return encode(pixels, palette);
}

/** Reads what Chromium writes: 8 bits a channel, RGB or RGBA, not interlaced. */
function decode(png: Buffer): Pixels {
  const parts: Buffer[] = [];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') {
      parts.push(png.subarray(at + 8, at + 8 + length));
    }
    at += length + 12;
  }
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const channels = png[25] === 6 ? 4 : 3;
  const lines = unfilter(inflateSync(Buffer.concat(parts)), width * channels, height, channels);
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    rgb.set(lines.subarray(i * channels, i * channels + 3), i * 3);
  }
  return { width, height, rgb };
}

function unfilter(data: Buffer, stride: number, height: number, channels: number): Uint8Array {
  const out = new Uint8Array(stride * height);
  // What lies outside of the picture counts as 0.
  const at = (x: number, y: number) => (x < 0 || y < 0 ? 0 : (out[y * stride + x] ?? 0));
  for (let y = 0; y < height; y++) {
    const start = y * (stride + 1);
    const filter = data[start] ?? 0;
    for (let x = 0; x < stride; x++) {
      const [left, up] = [at(x - channels, y), at(x, y - 1)];
      const guess = filter === 4 ? paeth(left, up, at(x - channels, y - 1)) : [0, left, up, (left + up) >> 1][filter];
      out[y * stride + x] = (data[start + 1 + x] ?? 0) + (guess ?? 0);
    }
  }
  return out;
}

function paeth(a: number, b: number, c: number): number {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

function colorAt(rgb: Uint8Array, i: number): number {
  return ((rgb[i * 3] ?? 0) << 16) | ((rgb[i * 3 + 1] ?? 0) << 8) | (rgb[i * 3 + 2] ?? 0);
}

function frequentColors(rgb: Uint8Array): number[] {
  const counts = new Map<number, number>();
  for (let i = 0; i < rgb.length / 3; i++) {
    const color = colorAt(rgb, i);
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  const byCount = [...counts].sort((a, b) => b[1] - a[1]).map(([color]) => color);
  // Rare colours that stand out, such as that of an icon, come before frequent ones that look like another.
  const chosen: number[] = [];
  for (const within of [24, 12, 6, 0]) {
    for (const color of byCount) {
      if (chosen.length < COLORS && distance(color, nearest(color, chosen)) > within * within) {
        chosen.push(color);
      }
    }
  }
  return chosen;
}

function distance(a: number, b: number | undefined): number {
  if (b === undefined) {
    return Infinity;
  }
  const [r, g, bl] = [16, 8, 0].map((shift) => ((a >> shift) & 255) - ((b >> shift) & 255)) as [number, number, number];
  return r * r + g * g + bl * bl;
}

function nearest(color: number, palette: readonly number[]): number | undefined {
  let best: number | undefined;
  let least = Infinity;
  for (const candidate of palette) {
    const away = distance(color, candidate);
    if (away < least) {
      [best, least] = [candidate, away];
    }
  }
  return best;
}

function encode({ width, height, rgb }: Pixels, palette: readonly number[]): Buffer {
  const places = new Map(palette.map((color, place) => [color, place]));
  const data = Buffer.alloc((width + 1) * height);
  for (let i = 0; i < width * height; i++) {
    const color = colorAt(rgb, i);
    let place = places.get(color);
    if (place === undefined) {
      place = places.get(nearest(color, palette) ?? 0) ?? 0;
      places.set(color, place);
    }
    data[Math.floor(i / width) * (width + 1) + 1 + (i % width)] = place;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const colors = Buffer.from(palette.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255]));
  const parts = [chunk('IHDR', header), chunk('PLTE', colors), chunk('IDAT', deflateSync(data, { level: 9 }))];
  return Buffer.concat([SIGNATURE, ...parts, chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
