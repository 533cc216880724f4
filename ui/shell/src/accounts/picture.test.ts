import { expect, test } from 'vitest';
import { base64Of, middleSquare, pictureRequest } from './picture.js';

test('a wide picture loses its sides, a tall one its top and bottom', () => {
  expect(middleSquare(300, 100)).toEqual({ x: 100, y: 0, side: 100 });
  expect(middleSquare(100, 301)).toEqual({ x: 0, y: 100, side: 100 });
});

test('only the base64 part is sent', () => {
  expect(base64Of('data:image/png;base64,iVBOR')).toBe('iVBOR');
});

test("a choice is the person's picture, the CRM's own, or the initials", () => {
  const crm = 'data:image/png;base64,CRM';
  const asked = (picture: string | null) => pictureRequest('a1', picture, crm);
  const own = asked('data:image/png;base64,OWN');
  expect(own).toEqual({ account: 'a1', picture: 'OWN', initials: false });
  expect(asked(crm)).toEqual({ account: 'a1', picture: null, initials: false });
  expect(asked(null)).toEqual({ account: 'a1', picture: null, initials: true });
});
