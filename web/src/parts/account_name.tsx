import { useAccountNames } from '../queries/use_account_names';
import { useMay, useSelf } from '../session/session';
import { useWords } from '../words';

/** Oneself, or the name of an account where one may read it, or its number. */
export function AccountName({ id }: { id: string }) {
  const words = useWords();
  const { account_id } = useSelf();
  const may = useMay();
  const accounts = useAccountNames(may('read_accounts'));
  if (id === '') return <span className="soft">—</span>;
  if (id === account_id) return words.drafts.me;
  const known = accounts.data?.items.find((one) => one.account_id === id);
  return known === undefined ? <span className="code">{id}</span> : <span title={known.login}>{known.display_name || known.login}</span>;
}
