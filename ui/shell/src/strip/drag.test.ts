import { describe, expect, test } from 'vitest';
import { dropIndex, PillDrag, placeAfterDrop } from './drag.svelte.js';

const boxes = [
  { account: 'a', middle: 50 },
  { account: 'b', middle: 150 },
  { account: 'c', middle: 250 },
];

describe('where a pill lands', () => {
  test.each([
    [0, 0],
    [60, 1],
    [160, 2],
    [400, 3],
  ])('at %i before %i', (x, expected) => {
    expect(dropIndex(boxes, x)).toBe(expected);
  });

  test('from right to left', () => {
    expect(dropIndex([...boxes].reverse(), 240)).toBe(1);
    expect(dropIndex([...boxes].reverse(), 300)).toBe(0);
  });
});

describe('place in the order', () => {
  const listed = ['a', 'x', 'b', 'c', 'y'];
  const open = ['a', 'b', 'c'];
  test.each([
    ['a', 2, 2],
    ['c', 0, 0],
    ['a', 3, 3],
    ['b', 2, null],
    ['b', 1, null],
    ['c', 3, null],
  ])('%s let go before %i goes to %s', (account, drop, expected) => {
    expect(placeAfterDrop(listed, open, account, drop)).toBe(expected);
  });
});

describe('a drag', () => {
  test('is none before the pointer has gone some way', () => {
    const drag = new PillDrag();
    drag.press('a', 50, 20);
    expect(drag.move(52, 20, boxes, 40)).toBe(false);
    expect(drag.release()).toBeNull();
  });

  test('says that it ended outside the strip', () => {
    const drag = new PillDrag();
    drag.press('a', 50, 20);
    drag.move(60, 300, boxes, 40);
    expect(drag.release()).toEqual({ account: 'a', drop: null });
  });

  test('leaves nothing behind', () => {
    const drag = new PillDrag();
    drag.press('a', 50, 20);
    drag.move(160, 20, boxes, 40);
    expect(drag.release()).toEqual({ account: 'a', drop: 2 });
    expect(drag.account).toBeNull();
    expect(drag.move(200, 20, boxes, 40)).toBe(false);
  });
});
