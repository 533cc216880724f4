/** From a pressed key to the chord's text in the key table, such as `Mod+Shift+A`, and to what people read. */

export interface PressedKey {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

export type Recorded =
  | { kind: 'chord'; chord: string }
  /** Only modifiers so far. */
  | { kind: 'waiting' }
  | { kind: 'cancel' }
  | { kind: 'clear' }
  /** A key that would be taken from typing. */
  | { kind: 'unusable' };

const MODIFIERS = [
  'Control',
  'Shift',
  'Alt',
  'Meta',
  'AltGraph',
  'CapsLock',
  'Fn',
  'Hyper',
  'Super',
];
const WORDS: Readonly<Record<string, string>> = {
  ',': 'Comma',
  '+': 'Plus',
  '=': 'Plus',
  '-': 'Minus',
  '.': 'Period',
  '/': 'Slash',
};
const NAMED = /^(F\d{1,2}|Tab|Home|End|PageUp|PageDown|Arrow(Left|Right|Up|Down)|Insert)$/;

/** The key's own part: a digit by its place, a letter by what it types or, failing that, its place. */
function keyName(event: PressedKey): string | null {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  if (digit !== undefined) return digit;
  if (NAMED.test(event.code)) return event.code;
  if (/^[a-z]$/i.test(event.key)) return event.key.toUpperCase();
  return WORDS[event.key] ?? /^Key([A-Z])$/.exec(event.code)?.[1] ?? null;
}

export function recordChord(event: PressedKey, system: string): Recorded {
  if (MODIFIERS.includes(event.key)) return { kind: 'waiting' };
  const bare = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
  if (bare && event.key === 'Escape') return { kind: 'cancel' };
  if (bare && (event.key === 'Backspace' || event.key === 'Delete')) return { kind: 'clear' };
  const name = keyName(event);
  const held = event.ctrlKey || event.metaKey || event.altKey;
  if (name === null || (!held && !/^F\d/.test(name))) return { kind: 'unusable' };
  const mac = system === 'macos';
  const words = [
    (mac ? event.metaKey : event.ctrlKey) && 'Mod',
    mac && event.ctrlKey && 'Ctrl',
    event.altKey && 'Alt',
    event.shiftKey && name !== 'Plus' && 'Shift',
    !mac && event.metaKey && 'Meta',
    name,
  ];
  return { kind: 'chord', chord: words.filter((word) => word !== false).join('+') };
}

const SHOWN: Readonly<Record<string, string>> = {
  Comma: ',',
  Plus: '+',
  Minus: '-',
  Period: '.',
  Slash: '/',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
};

/** A chord of the key table as people of this system read it, as the program itself shows it. */
export function shownChord(set: string, system: string): string {
  const mac = system === 'macos';
  const words = set.split('+');
  const key = words.pop() ?? '';
  const held = words.map((word) => (word === 'Mod' ? (mac ? 'Meta' : 'Ctrl') : word));
  const signs = mac
    ? { Ctrl: '⌃', Alt: '⌥', Shift: '⇧', Meta: '⌘' }
    : { Ctrl: 'Ctrl+', Alt: 'Alt+', Shift: 'Shift+', Meta: 'Super+' };
  const prefix = Object.entries(signs).map(([word, sign]) => (held.includes(word) ? sign : ''));
  return prefix.join('') + (SHOWN[key] ?? key);
}
