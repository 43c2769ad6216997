import { Button } from 'antd';
import { useMemo, useState } from 'react';

import type { Column } from '../../parts/data_table';
import { HelpMark } from '../../parts/help_mark';
import { ListBody } from '../../parts/list_body';
import { Count } from '../../parts/money';
import { PageFrame } from '../../parts/page_frame';
import { Tag } from '../../parts/tags';
import { useInstitutionSearch } from '../../queries/use_institution_search';
import { useInstitutionSettings, type InstitutionSettings } from '../../queries/use_institution_settings';
import { useWords } from '../../words';
import { SettingsForm } from './settings_form';
import { Views } from './views';

const keyOf = (one: InstitutionSettings) => one.institution;

export function SettingsList() {
  const said = useWords().institutionSettings;
  const list = useInstitutionSettings();
  const known = useInstitutionSearch('');
  // undefined: no form; null: of an institution that is yet to be named.
  const [open, setOpen] = useState<string | null | undefined>(undefined);
  const names = useMemo(() => new Map(known.data?.items.map((one) => [one.fixmedins_code, one.fixmedins_name])), [known.data]);
  const columns = useMemo((): Column<InstitutionSettings>[] => {
    const help = (about: string, text: string) => <HelpMark about={about} text={text} />;
    const whether = (value: 'set' | 'not set') => (value === 'set' ? said.set : <span className="soft">{said.notSet}</span>);
    return [
      { key: 'institution', title: said.institution, width: 160, render: (one) => <span className="code">{one.institution}</span> },
      { key: 'name', title: said.name, width: 180, grow: 1, render: (one) => names.get(one.institution) ?? <span className="soft">—</span> },
      {
        key: 'state',
        title: said.state,
        width: 90,
        help: help(said.active, said.activeHelp),
        render: (one) => <Tag tone={one.active ? 'good' : 'quiet'}>{one.active ? said.active : said.inactive}</Tag>,
      },
      {
        key: 'blocks',
        title: said.blocks,
        width: 120,
        help: help(said.blocks, said.blocksHelp),
        render: (one) => <Tag tone={one.blocks ? 'warning' : 'active'}>{one.blocks ? said.blocking : said.warning}</Tag>,
      },
      { key: 'paasid', title: said.paasid, width: 100, help: help(said.paasid, said.paasidHelp), render: (one) => whether(one.paasid) },
      { key: 'token', title: said.token, width: 130, help: help(said.token, said.tokenHelp), render: (one) => whether(one.token) },
      { key: 'apikey', title: said.apikey, width: 120, help: help(said.apikey, said.apikeyHelp), render: (one) => whether(one.apikey) },
      { key: 'language', title: said.language, width: 140, render: (one) => said.languages[one.language] },
      { key: 'single', title: said.singleObject, width: 130, optional: true, help: help(said.singleObject, said.singleObjectHelp), render: (one) => (one.single_object ? said.active : said.inactive) },
      { key: 'version', title: said.version, width: 90, align: 'end', help: help(said.version, said.versionHelp), render: (one) => <Count value={one.version} /> },
    ];
  }, [said, names]);
  const make = (
    <Button type="primary" onClick={() => setOpen(null)}>
      {said.make}
    </Button>
  );
  return (
    <PageFrame fills title={said.title} lead={said.lead} actions={make}>
      <Views />
      <ListBody
        name="institution_settings"
        label={said.settings}
        columns={columns}
        list={list}
        rowKey={keyOf}
        onOpen={(one) => setOpen(one.institution)}
        empty={{ title: said.noSettings, hint: said.noSettingsHint, action: make }}
      />
      {open !== undefined && <SettingsForm code={open} onClose={() => setOpen(undefined)} />}
    </PageFrame>
  );
}
