/** The provider that somebody who has signed out here may still be signed in at. */

/** Kept in this tab alone, from the page before the sign-out to the one after. */
const KEY = 'signed-in-elsewhere';

/** Remembers its page for signing out there, if it has one. */
export function rememberElsewhere(url: string | null | undefined): void {
  if (url) sessionStorage.setItem(KEY, url);
  else sessionStorage.removeItem(KEY);
}

/** That page, once. */
export function takeElsewhere(): string | null {
  const url = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  return url !== null && /^https?:/.test(url) ? url : null;
}
