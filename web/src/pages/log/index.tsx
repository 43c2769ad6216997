// The access log and its verification.
import './log.css';

import { useMemo, useState } from 'react';

import { HelpMark } from '../../parts/help_mark';
import type { Column } from '../../parts/data_table';
import { ListBody } from '../../parts/list_body';
import { countText } from '../../parts/money';
import { PageFrame } from '../../parts/page_frame';
import { useLog, type LogRecord } from '../../queries/use_log';
import { useWords } from '../../words';
import { LogFilters } from './log_filters';
import { RecordDialog } from './record_dialog';
import { ResultTag } from './result_tag';
import { Verification } from './verification';

const keyOf = (record: LogRecord) => String(record.seq);

export default function Log() {
  const words = useWords();
  const said = words.log;
  const list = useLog();
  const [open, setOpen] = useState<LogRecord | null>(null);
  const columns = useMemo(
    (): Column<LogRecord>[] => [
      {
        key: 'seq',
        title: said.seq,
        width: 92,
        align: 'end',
        help: <HelpMark about={said.seq} text={said.seqHelp} />,
        render: (record) => <span className="number">{countText(record.seq)}</span>,
      },
      // To the second: the order of what happened matters here.
      { key: 'at', title: said.at, width: 170, render: (record) => <time dateTime={record.at.replace(' ', 'T')}>{record.at}</time> },
      { key: 'who', title: said.who, width: 150, grow: 1, render: (record) => record.login || <span className="soft">{said.system}</span> },
      { key: 'role', title: said.role, width: 110, render: (record) => words.shell.roles[record.role as keyof typeof words.shell.roles] ?? record.role },
      { key: 'action', title: said.action, width: 160, render: (record) => said.actions[record.action] },
      { key: 'object', title: said.object, width: 220, grow: 2, render: (record) => <LogObject record={record} /> },
      { key: 'reason', title: said.reason, width: 200, grow: 2, render: (record) => record.reason },
      { key: 'result', title: said.result, width: 120, render: (record) => <ResultTag record={record} /> },
      { key: 'request', title: said.request, width: 160, optional: true, render: (record) => <span className="code">{record.request_id}</span> },
    ],
    [said, words],
  );
  return (
    <PageFrame fills title={said.title} lead={said.lead}>
      <Verification />
      <ListBody
        name="log"
        label={said.title}
        columns={columns}
        list={list}
        rowKey={keyOf}
        onOpen={setOpen}
        toolbar={<LogFilters list={list} />}
        empty={{ title: said.noRecords }}
      />
      <RecordDialog record={open} onClose={() => setOpen(null)} onFilter={list.setFilters} />
    </PageFrame>
  );
}

function LogObject({ record }: { record: LogRecord }) {
  const said = useWords().log;
  if (record.object_kind === '') return <span className="soft">—</span>;
  return (
    <>
      {said.objects[record.object_kind]} <span className="code">{record.object_id}</span>
    </>
  );
}
