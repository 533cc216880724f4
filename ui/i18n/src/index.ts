/** Languages, and messages in Fluent's form. Knows no framework: pages wrap it in what they use. */
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';

export const LANGUAGES = ['en', 'uk', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Values that a message may take. */
export type MessageArguments = Record<string, FluentVariable>;

/** Each language by its own name, for choosing. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  uk: 'Українська',
  ru: 'Русский',
};

export function isLanguage(value: string | null | undefined): value is Language {
  return LANGUAGES.some((language) => language === value);
}

/** The first wanted language that there is, by its primary tag (`uk-UA` → `uk`); English else. */
export function pickLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split(/[-_]/)[0];
    if (isLanguage(primary)) return primary;
  }
  return 'en';
}

/** The messages of one language. */
export class Messages {
  readonly language: Language;
  readonly #bundle: FluentBundle;

  constructor(language: Language, source: string) {
    this.language = language;
    // The marks around values would be read out and copied; our languages all run left to right.
    this.#bundle = new FluentBundle(language, { useIsolating: false });
    this.#bundle.addResource(new FluentResource(source));
  }

  has(id: string): boolean {
    return this.#bundle.hasMessage(id);
  }

  /** The message's text; its id where it's missing, which a test never lets happen. */
  text(id: string, values: MessageArguments = {}): string {
    const pattern = this.#bundle.getMessage(id)?.value;
    // With a list for errors, a missing value shows as its name instead of throwing.
    return pattern ? this.#bundle.formatPattern(pattern, values, []) : id;
  }
}

/** Loads messages, keeping what was loaded. */
export function messageLoader(
  files: Readonly<Record<Language, () => Promise<{ default: string }>>>,
): (language: Language) => Promise<Messages> {
  const loaded = new Map<Language, Promise<Messages>>();
  return async (language) => {
    const known = loaded.get(language);
    if (known) return known;
    const loading = files[language]().then((file) => new Messages(language, file.default));
    loaded.set(language, loading);
    return loading;
  };
}

export { day, exact, since, size } from './dates.js';
