/** Which notices show where there is no room for all: pages must not be able to cover a page with them. */
import type { NoticeView } from '../ipc/contract.js';

const BY_URGENCY = ['error', 'warning', 'info'] as const;

/** So many of them, the worst and of these the newest, in the order in which they were told. */
export function mostUrgent(notices: readonly NoticeView[], room: number): NoticeView[] {
  const ranked = notices
    .map((notice, index) => ({ notice, index }))
    .sort(
      (a, b) =>
        BY_URGENCY.indexOf(a.notice.severity) - BY_URGENCY.indexOf(b.notice.severity) ||
        b.index - a.index,
    );
  const kept = new Set(ranked.slice(0, room).map(({ notice }) => notice.id));
  return notices.filter((notice) => kept.has(notice.id));
}
