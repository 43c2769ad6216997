import type { SettingsDraft } from '../../queries/use_institution_settings';

export interface SettingsFields {
  institution: string;
  paasid?: string;
  token?: string;
  apikey?: string;
  no_apikey?: boolean;
  single_object: boolean;
  blocks: boolean;
  language: 'zh' | 'en';
  active: boolean;
}

/** As the service wants it: every choice is said, a secret that is left empty stays. */
export function draftOf({ paasid, token, apikey, no_apikey, single_object, blocks, language, active }: SettingsFields): SettingsDraft {
  const draft: SettingsDraft = { single_object, blocks, language, active };
  if (paasid) draft.paasid = paasid;
  if (token) draft.token = token;
  if (no_apikey) draft.apikey = null;
  else if (apikey) draft.apikey = apikey;
  return draft;
}
