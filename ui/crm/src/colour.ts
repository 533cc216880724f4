/** Colours on which white letters can be read; which one is for recognition only. */
const COLOURS = ['#0b7a54', '#b4400c', '#2459d3', '#7a3fc4', '#b02a66', '#0f6e80'] as const;

/** The colour of a person, the same wherever they appear. */
export function colourOf(id: string): string {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return COLOURS[sum % COLOURS.length] ?? COLOURS[0];
}
