import { expect, test } from 'vitest';
import type { NoticeView } from '../ipc/contract.js';
import { mostUrgent } from './toasts.js';

const notice = (id: number, severity: NoticeView['severity']): NoticeView => ({
  id,
  code: 'address-copied',
  arguments: {},
  severity,
});

test('the worst are kept, of these the newest, in the order in which they were told', () => {
  const told = [
    notice(1, 'error'),
    notice(2, 'info'),
    notice(3, 'warning'),
    notice(4, 'info'),
    notice(5, 'warning'),
  ];
  const kept = (room: number) => mostUrgent(told, room).map(({ id }) => id);
  expect(kept(9)).toEqual([1, 2, 3, 4, 5]);
  expect(kept(4)).toEqual([1, 3, 4, 5]);
  expect(kept(2)).toEqual([1, 5]);
});
