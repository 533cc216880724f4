/** Whether a click, or the wish for a menu, is a key's: a mouse counts its clicks, and `keys/context-menu` sends the wish. */
export function isByKey(event: MouseEvent): boolean {
  return event.type === 'contextmenu' ? !event.isTrusted : event.detail === 0;
}
