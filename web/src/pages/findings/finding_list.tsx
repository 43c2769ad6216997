import './findings.css';

import { DownloadOutlined } from '@ant-design/icons';
import { Dropdown, Button } from 'antd';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';

import { ListBody } from '../../parts/list_body';
import { PageFrame } from '../../parts/page_frame';
import { restricting } from '../../queries/use_finding_totals';
import { useFindings, type Finding } from '../../queries/use_findings';
import { useMay } from '../../session/session';
import { useWords } from '../../words';
import { BulkBar } from './bulk_bar';
import { useFindingColumns } from './finding_columns';
import { FindingFilters } from './finding_filters';
import { SavedSearches } from './saved_searches';
import { TotalsStrip } from './totals_strip';

const keyOf = (row: Finding) => row.finding_id;
const none: ReadonlySet<string> = new Set();

export function FindingList() {
  const words = useWords();
  const may = useMay();
  const navigate = useNavigate();
  const list = useFindings();
  const columns = useFindingColumns();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(none);
  const { rows } = list;
  const chosenRows = useMemo(() => (rows ?? []).filter((row) => chosen.has(row.finding_id)), [rows, chosen]);
  const address = (format: string) => `/v1/findings/export?${new URLSearchParams({ format, ...restricting(list.filters) })}`;
  const actions = (
    <>
      <SavedSearches />
      {may('export_findings') && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: (['xlsx', 'csv'] as const).map((format) => ({
              key: format,
              label: (
                <a href={address(format)} download>
                  {format === 'xlsx' ? words.findings.exportXlsx : words.findings.exportCsv}
                </a>
              ),
            })),
          }}
        >
          <Button icon={<DownloadOutlined />}>{words.findings.exporting}</Button>
        </Dropdown>
      )}
    </>
  );
  return (
    <PageFrame fills title={words.findings.title} lead={words.findings.lead} actions={actions}>
      <TotalsStrip list={list} />
      <ListBody
        name="findings"
        label={words.findings.title}
        columns={columns}
        list={list}
        rowKey={keyOf}
        onOpen={(row) => void navigate(`/findings/${row.finding_id}`)}
        {...(may('note_findings') ? { selection: { keys: chosen, onChange: setChosen } } : {})}
        toolbar={<FindingFilters list={list} />}
        empty={{ title: words.findings.empty, hint: words.findings.emptyHint }}
      />
      <BulkBar rows={chosenRows} onDone={() => setChosen(none)} />
    </PageFrame>
  );
}
