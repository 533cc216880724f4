/** Which of the shell's pages this is, by the part of the address after `#`. */

export type Route = { surface: 'strip' | 'panel'; window: string } | { surface: 'settings' };

/** `#/strip/<window>`, `#/panel/<window>` or `#/settings`. */
export function parseRoute(hash: string): Route | null {
  const [surface, window, ...rest] = hash.replace(/^#\/?/, '').split('/');
  if (rest.length > 0) return null;
  if (surface === 'settings' && window === undefined) return { surface };
  if ((surface === 'strip' || surface === 'panel') && window) return { surface, window };
  return null;
}
