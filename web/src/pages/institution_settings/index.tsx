// What institutions' software may do: gateway settings, and tokens of programs.
import { useMatch } from 'react-router';

import { SettingsList } from './settings_list';
import { TokenList } from './token_list';

export default function InstitutionSettings() {
  return useMatch('/institution-settings/tokens') === null ? <SettingsList /> : <TokenList />;
}
