import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

test('what is dealt out to new accounts is among the colours that are offered', () => {
  const adding = join(import.meta.dirname, '../../../crates/accounts/src/step/adding.rs');
  const dealt = /const COLOURS: [^=]+= \[([^\]]+)\]/.exec(readFileSync(adding, 'utf8'))?.[1] ?? '';
  const colours = Array.from(dealt.matchAll(/"(#[0-9a-f]{6})"/g), (match) => match[1]);
  expect(colours).toHaveLength(9);
  expect(ACCOUNT_COLOURS).toEqual(expect.arrayContaining(colours));
});
