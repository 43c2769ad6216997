import type { Account } from '../../queries/use_accounts';
import { useInstitutionName } from '../../queries/use_institution_name';
import { useWords } from '../../words';

/** Whose data an account sees: regions, and institutions by name where it is one. */
export function AccountScope({ account: { regions, institutions } }: { account: Pick<Account, 'regions' | 'institutions'> }) {
  const words = useWords();
  const own = useInstitutionName(institutions.length === 1 ? institutions[0] : undefined);
  const named = institutions.length === 1 ? [own] : institutions;
  return <span title={institutions.join(' ')}>{[...regions.map((region) => region || words.accounts.nation), ...named].join(' ')}</span>;
}
