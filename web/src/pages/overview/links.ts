// Where a figure of the overview leads: the findings behind it.
import type { Overview } from '../../queries/use_overview';

export const kRecoverable = { verdict: 'violation', state: 'new,asked,answered,confirmed' };

export function findingsOf(data: Overview, more: Record<string, string> = {}): string {
  const search = new URLSearchParams({ from: data.now.from, to: data.now.to });
  if (data.region !== '') search.set('region', data.region);
  for (const [name, value] of Object.entries(more)) search.set(name, value);
  return `/findings?${search}`;
}
