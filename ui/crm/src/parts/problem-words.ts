/** What a failure says. */
import type { Messages } from '@ninefold/i18n';
import type { Failed } from '../api/client.js';
import { timeLeft } from '../time-left.js';

export interface ProblemWords {
  title: string;
  detail: string;
  /** For the operator, where it is the server's fault. */
  request: string | null;
}

export function problemWords({ problem }: Failed, t: Messages, now: Date): ProblemWords {
  if (!problem) {
    return { title: t.text('no-answer'), detail: t.text('no-answer-detail'), request: null };
  }
  const again = new Date(now.getTime() + (problem.retry_after ?? 0) * 1000);
  const time = timeLeft(again.toISOString(), t.language, now);
  return {
    title: problem.title,
    detail: time === null ? problem.detail : t.text('wait', { time }),
    request: problem.status >= 500 ? t.text('request-id', { id: problem.request_id }) : null,
  };
}
