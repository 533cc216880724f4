import { describe, expect, test } from 'vitest';
import { recordChord, shownChord, type PressedKey } from './chord.js';

function press(held: string, key: string, code: string): PressedKey {
  return {
    key,
    code,
    ctrlKey: held.includes('c'),
    metaKey: held.includes('m'),
    altKey: held.includes('a'),
    shiftKey: held.includes('s'),
  };
}

describe('a recorded chord', () => {
  test.each([
    ['cs', 'A', 'KeyA', 'Mod+Shift+A'],
    ['c', '1', 'Digit1', 'Mod+1'],
    // AZERTY types another character on the digit's key.
    ['c', '&', 'Digit1', 'Mod+1'],
    ['c', '3', 'Numpad3', 'Mod+3'],
    // A layout without Latin letters.
    ['c', 'ф', 'KeyA', 'Mod+A'],
    ['a', 'ArrowLeft', 'ArrowLeft', 'Alt+ArrowLeft'],
    ['c', ',', 'Comma', 'Mod+Comma'],
    ['cs', '+', 'Equal', 'Mod+Plus'],
    ['', 'F6', 'F6', 'F6'],
    ['s', 'F3', 'F3', 'Shift+F3'],
    ['m', 'k', 'KeyK', 'Meta+K'],
  ])('%s %s (%s) is %s', (held, key, code, chord) => {
    expect(recordChord(press(held, key, code), 'linux')).toEqual({ kind: 'chord', chord });
  });

  test('has Cmd as its main key on macOS', () => {
    expect(recordChord(press('m', 'k', 'KeyK'), 'macos')).toEqual({
      kind: 'chord',
      chord: 'Mod+K',
    });
    expect(recordChord(press('c', 'Tab', 'Tab'), 'macos')).toEqual({
      kind: 'chord',
      chord: 'Ctrl+Tab',
    });
  });

  test('is never a key for typing', () => {
    expect(recordChord(press('', 'a', 'KeyA'), 'linux').kind).toBe('unusable');
    expect(recordChord(press('s', 'A', 'KeyA'), 'linux').kind).toBe('unusable');
    expect(recordChord(press('', 'ArrowLeft', 'ArrowLeft'), 'linux').kind).toBe('unusable');
    expect(recordChord(press('c', 'Enter', 'Enter'), 'linux').kind).toBe('unusable');
  });

  test('waits for more than modifiers, can be cancelled and taken away', () => {
    expect(recordChord(press('c', 'Control', 'ControlLeft'), 'linux').kind).toBe('waiting');
    expect(recordChord(press('', 'Escape', 'Escape'), 'linux').kind).toBe('cancel');
    expect(recordChord(press('', 'Backspace', 'Backspace'), 'linux').kind).toBe('clear');
  });
});

test.each([
  ['Mod+Shift+A', 'Ctrl+Shift+A', '⇧⌘A'],
  ['Mod+Comma', 'Ctrl+,', '⌘,'],
  ['Mod+Plus', 'Ctrl++', '⌘+'],
  ['Ctrl+Shift+Tab', 'Ctrl+Shift+Tab', '⌃⇧Tab'],
  ['Ctrl+Alt+1', 'Ctrl+Alt+1', '⌃⌥1'],
  ['Alt+ArrowLeft', 'Alt+←', '⌥←'],
  ['Shift+Meta+K', 'Shift+Super+K', '⇧⌘K'],
  ['F11', 'F11', 'F11'],
])('%s is read as %s, and as %s on macOS', (set, elsewhere, mac) => {
  expect(shownChord(set, 'linux')).toBe(elsewhere);
  expect(shownChord(set, 'windows')).toBe(elsewhere);
  expect(shownChord(set, 'macos')).toBe(mac);
});
