/** The engine's own menu leads back, forward and anew, which is for pages. In ours only fields that are typed into have it. */
import { isTypedInto } from './typed-into.js';

/** Opens what an element itself has on the right button, by keyboard too, and nothing of the engine's. */
export function keepEngineMenuAway(): void {
  addEventListener('contextmenu', (event) => {
    if (!isTypedInto(event.target)) event.preventDefault();
  });
  addEventListener('keydown', (event) => {
    const isAsked = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
    const element = document.activeElement;
    if (!isAsked || isTypedInto(element)) return;
    // An engine that is asked by key takes the menu of wherever the mouse was last.
    event.preventDefault();
    element?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }));
  });
}
