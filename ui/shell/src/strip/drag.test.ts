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

const strip = { width: 1180, height: 40 };

describe('a drag', () => {
  test('is none before the pointer has gone some way', () => {
    const drag = new PillDrag();
    drag.press('a', 50, 20);
    expect(drag.move(52, 20, boxes, strip)).toBe(false);
    expect(drag.release(53, 21, boxes, strip)).toBeNull();
  });

  test('says that it ended outside the strip', () => {
    const drag = new PillDrag();
    drag.press('a', 50, 20);
    drag.move(60, 300, boxes, strip);
    expect(drag.release(60, 300, boxes, strip)).toEqual({ account: 'a', drop: null });
  });

  test('may be one jump, of which nothing but its end was seen', () => {
    const drag = new PillDrag();
    drag.press('a', 50, 20);
    expect(drag.release(400, 600, boxes, strip)).toEqual({ account: 'a', drop: null });
    drag.press('a', 50, 20);
    expect(drag.release(160, 20, boxes, strip)).toEqual({ account: 'a', drop: 2 });
  });

  test('goes outside beside the strip as well: another window may stand there', () => {
    const drag = new PillDrag();
    drag.press('a', 50, 20);
    expect(drag.release(1400, 20, boxes, strip)).toEqual({ account: 'a', drop: null });
    drag.press('a', 50, 20);
    expect(drag.release(-60, 20, boxes, strip)).toEqual({ account: 'a', drop: null });
  });

  test('ends where the pointer was let go, not where it was seen last', () => {
    const drag = new PillDrag();
    drag.press('a', 50, 20);
    drag.move(60, 300, boxes, strip);
    expect(drag.release(160, 20, boxes, strip)).toEqual({ account: 'a', drop: 2 });
  });

  test('is none where nothing was pressed', () => {
    expect(new PillDrag().release(400, 600, boxes, strip)).toBeNull();
  });

  test('leaves nothing behind', () => {
    const drag = new PillDrag();
    drag.press('a', 50, 20);
    drag.move(160, 20, boxes, strip);
    expect(drag.release(160, 20, boxes, strip)).toEqual({ account: 'a', drop: 2 });
    expect(drag.account).toBeNull();
    expect(drag.move(200, 20, boxes, strip)).toBe(false);
  });
});
