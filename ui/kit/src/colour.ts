/** Colours that people choose. */

/** Twelve to choose from, each readable under white letters. */
export const ACCOUNT_COLOURS = [
  '#0b7a55',
  '#2563eb',
  '#c2410c',
  '#7c3aed',
  '#be185d',
  '#0e7490',
  '#a16207',
  '#b91c1c',
  '#4d7c0f',
  '#4338ca',
  '#86198f',
  '#475569',
] as const;

function channel(value: number): number {
  const part = value / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

/** Relative luminance as WCAG 2 defines it, of `#rrggbb`; 0 where it's no such colour. */
export function luminance(colour: string): number {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (!match) return 0;
  const [red = 0, green = 0, blue = 0] = match.slice(1).map((part) => channel(parseInt(part, 16)));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colours, 1…21, as WCAG 2 defines it. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Whether dark letters are easier to read on it than white ones. */
export function wantsDarkLetters(colour: string): boolean {
  return contrast(colour, '#ffffff') < contrast(colour, '#1b1b21');
}
