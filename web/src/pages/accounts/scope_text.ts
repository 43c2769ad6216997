import type { Account } from '../../queries/use_accounts';
import type { Words } from '../../words';

export function scopeText({ regions, institutions }: Pick<Account, 'regions' | 'institutions'>, words: Words): string {
  return [...regions.map((region) => region || words.accounts.nation), ...institutions].join(' ');
}
