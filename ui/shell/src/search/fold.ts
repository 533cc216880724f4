/**
 * Makes texts comparable for search: case, accents, the near letters of Ukrainian and Russian, Latin
 * spellings of Cyrillic words, and words typed with the wrong keyboard layout on.
 */

const NEAR: Readonly<Record<string, string>> = {
  ё: 'е',
  є: 'е',
  э: 'е',
  і: 'и',
  ї: 'и',
  й: 'и',
  ы: 'и',
  ґ: 'г',
  ў: 'у',
  ь: '',
  ъ: '',
};

/** Lower case, no accents, one letter for those that people mix up; apostrophes vanish. */
export function fold(text: string): string {
  const lower = text.toLowerCase().normalize('NFC');
  const near = Array.from(lower)
    .map((letter) => NEAR[letter] ?? letter)
    .join('');
  return near
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/['’ʼ`"]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

const LATIN: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'h',
  д: 'd',
  е: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ю: 'iu',
  я: 'ia',
};

/** One Latin skeleton for a word in either script, however it was transliterated. */
export function skeleton(text: string): string {
  const latin = Array.from(fold(text))
    .map((letter) => LATIN[letter] ?? letter)
    .join('');
  return latin
    .replace(/[yj]/g, 'i')
    .replace(/kh|g/g, 'h')
    .replace(/w/g, 'v')
    .replace(/(.)\1+/g, '$1');
}

const QWERTY = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const UKRAINIAN = "'йцукенгшщзхїфівапролджєячсмитьбю";
const RUSSIAN = 'ёйцукенгшщзхъфывапролджэячсмитьбю';

function retype(text: string, from: string, to: string): string {
  const keys = Array.from(from);
  const letters = Array.from(to);
  return Array.from(text.toLowerCase())
    .map((letter) => {
      const key = keys.indexOf(letter);
      return key < 0 ? letter : (letters[key] ?? letter);
    })
    .join('');
}

/** The same keys on the other layouts: `rb]d` is `київ`, `фсьу` is `acme`. */
export function otherLayouts(text: string): string[] {
  const typed = text.toLowerCase();
  const retyped = /\p{Script=Cyrillic}/u.test(typed)
    ? [retype(typed, UKRAINIAN, QWERTY), retype(typed, RUSSIAN, QWERTY)]
    : [retype(typed, QWERTY, UKRAINIAN), retype(typed, QWERTY, RUSSIAN)];
  return [...new Set(retyped)].filter((other) => other !== typed);
}
