/** `?` shows the keys of where one is. */

const TYPED_INTO = 'input:not([type=checkbox], [type=radio], [type=color]), textarea, select';

/** Whether a key press asks for the keys, and isn't a letter for a field or a list. */
export function asksForKeys(event: KeyboardEvent): boolean {
  if (event.key !== '?' || event.defaultPrevented) return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  return !(event.target instanceof Element && event.target.matches(TYPED_INTO));
}
