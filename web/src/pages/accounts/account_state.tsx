import { Tag } from '../../parts/tags';
import type { Account } from '../../queries/use_accounts';
import { useWords } from '../../words';

export function AccountState({ account }: { account: Account }) {
  const words = useWords();
  if (!account.active) return <Tag tone="quiet">{words.accounts.inactive}</Tag>;
  if (account.must_change) return <Tag tone="warning">{words.accounts.mustChange}</Tag>;
  return <Tag tone="good">{words.accounts.active}</Tag>;
}
