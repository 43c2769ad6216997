import { Input } from 'antd';
import { useMemo } from 'react';
import { Link, useNavigate } from 'react-router';

import type { Column } from '../../parts/data_table';
import { ListBody } from '../../parts/list_body';
import { PageFrame } from '../../parts/page_frame';
import { useInstitutions, type Institution } from '../../queries/use_institutions';
import { useWords } from '../../words';

const keyOf = (row: Institution) => row.fixmedins_code;
const pathOf = (row: Institution) => `/institutions/${encodeURIComponent(row.fixmedins_code)}`;

export function InstitutionList() {
  const words = useWords();
  const said = words.institutions;
  const navigate = useNavigate();
  const list = useInstitutions();
  const columns = useMemo(
    (): Column<Institution>[] => [
      { key: 'name', title: said.name, width: 240, grow: 2, render: (row) => <Link to={pathOf(row)}>{row.fixmedins_name || row.fixmedins_code}</Link> },
      { key: 'code', title: said.code, width: 150, grow: 1, render: (row) => <span className="code">{row.fixmedins_code}</span> },
      { key: 'type', title: said.type, width: 140, render: (row) => said.types[row.fixmedins_type] ?? row.fixmedins_type },
      { key: 'level', title: said.level, width: 130, render: (row) => said.levels[row.hosp_lv] ?? row.hosp_lv },
      { key: 'region', title: said.region, width: 100, render: (row) => row.admdvs },
    ],
    [said],
  );
  return (
    <PageFrame fills title={said.title} lead={said.lead}>
      <ListBody
        name="institutions"
        label={said.title}
        columns={columns}
        list={list}
        rowKey={keyOf}
        onOpen={(row) => void navigate(pathOf(row))}
        toolbar={
          <Input.Search
            key={list.filters.text ?? ''}
            aria-label={said.search}
            placeholder={said.search}
            allowClear
            defaultValue={list.filters.text ?? ''}
            style={{ width: 260 }}
            onSearch={(text) => list.setFilters({ text: text.trim() })}
          />
        }
        empty={{ title: said.empty }}
      />
    </PageFrame>
  );
}
