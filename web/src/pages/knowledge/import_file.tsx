import './knowledge.css';
import '../../parts/draft/draft.css';

import { UploadOutlined } from '@ant-design/icons';
import { Button, DatePicker, Form } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';

import { DraftChoice, targetOf, type ChosenDraft } from '../../parts/draft/draft_choice';
import { PageFrame, Section } from '../../parts/page_frame';
import { ErrorState } from '../../parts/states';
import type { AddedFile } from '../../queries/use_draft_files';
import { useImportFile } from '../../queries/use_import_file';
import { useSelf } from '../../session/session';
import { useWords } from '../../words';
import { ImportOutcome } from './import_outcome';

interface Given extends ChosenDraft {
  published?: Dayjs | null;
}

/** A file is read and compared, and becomes part of a draft: nothing of it judges until that is published. */
export function ImportFile() {
  const words = useWords();
  const said = words.knowledge;
  const { regions } = useSelf();
  const [form] = Form.useForm<Given>();
  const [file, setFile] = useState<File | null>(null);
  const [missing, setMissing] = useState(false);
  const [outcome, setOutcome] = useState<AddedFile | null>(null);
  const add = useImportFile();
  const submit = ({ published, ...chosen }: Given) => {
    setMissing(file === null);
    if (file === null) return;
    add.mutate({ to: targetOf(chosen), file, published_at: published?.format('YYYY-MM-DD') }, { onSuccess: setOutcome });
  };
  const choose = (chosen: File | null) => {
    setFile(chosen);
    setMissing(false);
    if (chosen !== null && !form.isFieldTouched('title')) form.setFieldValue('title', chosen.name.replace(/\.[^.]*$/, ''));
  };
  const region = regions.includes('') ? '' : (regions[0] ?? '');
  return (
    <PageFrame title={said.import} lead={said.importLead} back={{ to: '/knowledge', label: said.title }}>
      {outcome !== null ? (
        <ImportOutcome
          outcome={outcome}
          onAnother={() => {
            setOutcome(null);
            setFile(null);
            add.reset();
          }}
        />
      ) : (
        <Section title={said.chooseFile}>
          <Form className="import-form" form={form} layout="vertical" requiredMark={false} initialValues={{ draft: 0, region }} onFinish={submit}>
            {add.isError && <ErrorState error={add.error} />}
            <Form.Item {...(missing ? { validateStatus: 'error' as const, help: said.noFile } : {})}>
              <label className="import-file">
                <input
                  className="unseen"
                  type="file"
                  aria-label={said.chooseFile}
                  accept=".xlsx,.csv"
                  onChange={(event) => choose(event.target.files?.[0] ?? null)}
                />
                <UploadOutlined aria-hidden />
                <span className="foreign">{file?.name ?? said.chooseFile}</span>
                <span className="soft">.xlsx · .csv</span>
              </label>
            </Form.Item>
            <DraftChoice />
            <Form.Item name="published" label={said.publishedOn}>
              <DatePicker />
            </Form.Item>
            <Button type="primary" htmlType="submit" loading={add.isPending}>
              {said.compare}
            </Button>
          </Form>
        </Section>
      )}
    </PageFrame>
  );
}
