/** `?` shows the keys of where one is. */
import { isTypedInto } from '../keys/typed-into.js';

/** Whether a key press asks for the keys, and isn't a letter for a field or a list. */
export function asksForKeys(event: KeyboardEvent): boolean {
  if (event.key !== '?' || event.defaultPrevented) return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  return !isTypedInto(event.target);
}
