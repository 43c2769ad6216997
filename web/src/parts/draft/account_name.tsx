import { useSelf } from '../../session/session';
import { useWords } from '../../words';

/** Oneself, or the number of an account, whose name not everybody may read. */
export function AccountName({ id }: { id: string }) {
  const words = useWords();
  const { account_id } = useSelf();
  if (id === '') return <span className="soft">—</span>;
  return id === account_id ? words.drafts.me : <span className="code">{id}</span>;
}
