import { ProblemError } from '../api/problem';

/** Once more when nothing answered or the service was busy; a refusal stays a refusal. */
export function shouldRetry(failures: number, error: Error): boolean {
  if (!(error instanceof ProblemError)) return false;
  return failures < 1 && (error.status === 0 || error.status === 503);
}
