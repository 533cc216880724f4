const TYPED_INTO = 'input:not([type=checkbox], [type=radio], [type=color]), textarea, select';

/** Whether letters that go to an element are for a field or a list. */
export function isTypedInto(element: EventTarget | null): boolean {
  return element instanceof Element && element.matches(TYPED_INTO);
}
