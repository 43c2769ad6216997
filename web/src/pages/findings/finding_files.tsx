import { UploadOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useRef } from 'react';

import { When } from '../../parts/day';
import { SmallTable } from '../../parts/small_table';
import { BlockSkeleton, ErrorState } from '../../parts/states';
import { useProblemText } from '../../parts/use_problem_text';
import type { FindingView } from '../../queries/use_finding';
import { useAddFindingFile, useFindingFiles } from '../../queries/use_finding_files';
import { useMay } from '../../session/session';
import { useWords } from '../../words';

const kMost = 5 * 1024 * 1024;
const kinds = '.pdf,.png,.jpg,.jpeg,.xlsx,.docx';

export function FindingFiles({ finding }: { finding: FindingView }) {
  const words = useWords();
  const said = words.findings.detail;
  const { message } = App.useApp();
  const problemText = useProblemText();
  const may = useMay();
  const input = useRef<HTMLInputElement>(null);
  const id = finding.finding_id;
  const files = useFindingFiles(id);
  const add = useAddFindingFile(id);
  const upload = (file: File | undefined) => {
    if (input.current !== null) input.current.value = '';
    if (file === undefined) return;
    if (file.size > kMost) {
      void message.error(said.tooLarge);
      return;
    }
    add.mutate(file, {
      onSuccess: () => void message.success(said.uploaded),
      onError: (error) => void message.error(problemText(error), 6),
    });
  };
  if (files.isPending) return <BlockSkeleton height={96} />;
  if (files.isError) return <ErrorState error={files.error} onRetry={() => void files.refetch()} />;
  return (
    <>
      {files.data.items.length === 0 ? (
        <p className="soft">{said.noFiles}</p>
      ) : (
        <SmallTable
          label={said.files}
          columns={[
            {
              key: 'name',
              title: said.files,
              render: (file) => (
                <a href={`/v1/findings/${encodeURIComponent(id)}/files/${file.file_no}`} download>
                  {file.name}
                </a>
              ),
            },
            { key: 'size', title: said.size, align: 'end', render: (file) => `${Math.max(1, Math.round(file.bytes / 1024))} KiB` },
            { key: 'by', title: said.by, render: (file) => words.shell.roles[file.role as keyof typeof words.shell.roles] ?? file.role },
            { key: 'at', title: said.uploadedAt, render: (file) => <When time={file.added_at} /> },
          ]}
          rows={files.data.items}
          rowKey={(file) => String(file.file_no)}
        />
      )}
      {may('note_findings') && !finding.gone && (
        <div className="files-add no-print">
          <input ref={input} type="file" hidden accept={kinds} onChange={(event) => upload(event.target.files?.[0])} />
          <Button icon={<UploadOutlined />} loading={add.isPending} onClick={() => input.current?.click()}>
            {said.upload}
          </Button>
          <span className="soft">{said.filesHint}</span>
        </div>
      )}
    </>
  );
}
