import { describe, expect, it } from 'vitest';
import { isKey, UNDO } from './keys.svelte.js';

type Pressed = Partial<Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey'>>;

const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
const pressed = (of: Pressed, chord: string) => isKey({ ...none, ...of } as KeyboardEvent, chord);

describe('a key', () => {
  it.each([
    ['by what it writes', { key: '/', code: 'Digit7', shiftKey: true }, '/', true],
    ['by its place in a Cyrillic layout', { key: '.', code: 'Slash' }, '/', true],
    ['by its place there with Shift', { key: ',', code: 'Slash', shiftKey: true }, '?', true],
    ['not by its place where it writes something else', { key: '-', code: 'Slash' }, '/', false],
    ['not what writes the same elsewhere', { key: '.', code: 'Period' }, '/', false],
    ['not in a chord', { key: '/', code: 'Slash', ctrlKey: true }, '/', false],
  ] as const)('is known %s', (_, of, chord, known) => {
    expect(pressed(of, chord)).toBe(known);
  });

  it('undoes in every layout, and redoes nothing', () => {
    expect(pressed({ key: 'я', code: 'KeyZ', ctrlKey: true }, UNDO)).toBe(true);
    expect(pressed({ key: 'z', code: 'KeyZ', metaKey: true }, UNDO)).toBe(true);
    expect(pressed({ key: 'Z', code: 'KeyZ', ctrlKey: true, shiftKey: true }, UNDO)).toBe(false);
    expect(pressed({ key: 'z', code: 'KeyZ' }, UNDO)).toBe(false);
  });
});
