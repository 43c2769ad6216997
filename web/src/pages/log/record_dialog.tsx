// One record, all of it; and the way to others of the same account or object.
import { Button, Modal } from 'antd';

import { Facts } from '../../parts/facts';
import type { LogRecord, useLog } from '../../queries/use_log';
import { useWords } from '../../words';
import { ResultTag } from './result_tag';

interface Props {
  record: LogRecord | null;
  onClose: () => void;
  onFilter: ReturnType<typeof useLog>['setFilters'];
}

export function RecordDialog({ record, onClose, onFilter }: Props) {
  const words = useWords();
  const said = words.log;
  if (record === null) return null;
  const filter = (changes: Parameters<Props['onFilter']>[0]) => {
    onFilter(changes);
    onClose();
  };
  return (
    <Modal
      open
      width={640}
      title={said.record(record.seq)}
      onCancel={onClose}
      footer={
        <>
          {record.account_id !== '' && (
            <Button onClick={() => filter({ account_id: record.account_id })}>{said.onlyAccount}</Button>
          )}
          {record.object_kind !== '' && record.object_id !== '' && (
            <Button onClick={() => filter({ object_kind: record.object_kind, object_id: record.object_id })}>{said.onlyObject}</Button>
          )}
          <Button type="primary" onClick={onClose}>
            {words.common.close}
          </Button>
        </>
      }
    >
      <Facts
        facts={[
          [said.at, record.at],
          [said.action, said.actions[record.action]],
          [said.who, record.login || said.system],
          [said.role, words.shell.roles[record.role as keyof typeof words.shell.roles] ?? (record.role || '—')],
          [said.object, record.object_kind === '' ? '—' : `${said.objects[record.object_kind]} ${record.object_id}`],
          [said.result, <ResultTag key="r" record={record} />],
          [said.request, <span key="q" className="code">{record.request_id || '—'}</span>],
          [said.reason, <span key="t" className="log-reason">{record.reason || '—'}</span>],
        ]}
      />
    </Modal>
  );
}
