// Accounts: all of them, one of them with its sessions. An auditor looks and changes nothing.
import { useParams } from 'react-router';

import { AccountDetail } from './account_detail';
import { AccountList } from './account_list';

export default function Accounts() {
  const { id } = useParams();
  return id === undefined ? <AccountList /> : <AccountDetail id={id} />;
}
