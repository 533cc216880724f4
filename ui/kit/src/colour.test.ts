import { expect, test } from 'vitest';
import { ACCOUNT_COLOURS, contrast, luminance, wantsDarkLetters } from './colour.js';

test('black on white has all the contrast there is', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(luminance('not a colour')).toBe(0);
});

test('letters can be read on any colour', () => {
  for (const colour of ['#ffff00', '#808080', '#0000ff', '#00ff00', ...ACCOUNT_COLOURS]) {
    const letters = wantsDarkLetters(colour) ? '#1b1b21' : '#ffffff';
    expect(contrast(colour, letters)).toBeGreaterThanOrEqual(4.1);
  }
});

test('every colour that is offered is readable under white', () => {
  for (const colour of ACCOUNT_COLOURS)
    expect(contrast(colour, '#ffffff')).toBeGreaterThanOrEqual(4.5);
});
