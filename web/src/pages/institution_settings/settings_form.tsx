import { Alert, App, Checkbox, Form, Input, Modal, Select, Switch } from 'antd';

import { ProblemError } from '../../api/problem';
import { HelpMark } from '../../parts/help_mark';
import { BlockSkeleton, ErrorState } from '../../parts/states';
import { useHeldSettings, useSaveSettings, type InstitutionSettings } from '../../queries/use_institution_settings';
import { useWords } from '../../words';
import { InstitutionField } from './institution_field';
import { draftOf, type SettingsFields } from './settings_draft';

/** Settings of one institution; without a code, of one that is named in the form. */
export function SettingsForm({ code, onClose }: { code: string | null; onClose: () => void }) {
  const words = useWords();
  const said = words.institutionSettings;
  const { message } = App.useApp();
  const held = useHeldSettings(code ?? undefined);
  const save = useSaveSettings();
  const isStale = save.error instanceof ProblemError && save.error.status === 412;
  const submit = (fields: SettingsFields) =>
    save.mutate(
      { code: code ?? fields.institution, draft: draftOf(fields), etag: held.data?.etag ?? null },
      {
        onSuccess: () => {
          void message.success(said.made);
          onClose();
        },
      },
    );
  return (
    <Modal
      open
      title={code === null ? said.make : said.change(code)}
      okText={words.common.save}
      okButtonProps={{ htmlType: 'submit', form: 'institution-settings', disabled: code !== null && held.data === undefined }}
      confirmLoading={save.isPending}
      mask={{ closable: false }}
      width={520}
      onCancel={onClose}
    >
      {isStale && <Alert type="warning" showIcon title={said.stale} className="settings-stale" />}
      {save.isError && !isStale && <ErrorState error={save.error} />}
      {code !== null && held.isError && <ErrorState error={held.error} onRetry={() => void held.refetch()} />}
      {code !== null && held.isPending && <BlockSkeleton height={380} />}
      {(code === null || held.data !== undefined) && (
        <Form<SettingsFields>
          key={held.data?.etag ?? ''}
          id="institution-settings"
          layout="vertical"
          requiredMark={false}
          initialValues={{ language: 'zh', active: true, single_object: false, blocks: false, ...held.data?.settings, paasid: '', token: '', apikey: '' }}
          onFinish={submit}
        >
          {code === null && <InstitutionField />}
          <Fields settings={held.data?.settings} />
        </Form>
      )}
    </Modal>
  );
}

function Fields({ settings }: { settings: InstitutionSettings | undefined }) {
  const said = useWords().institutionSettings;
  const isNew = settings === undefined;
  const label = (name: string, help: string) => (
    <>
      {name}
      <HelpMark about={name} text={help} />
    </>
  );
  const kept = (value: string | undefined) => (value === 'set' ? said.keepSecret : '');
  return (
    <>
      <Form.Item name="paasid" label={label(said.paasid, said.paasidHelp)} rules={[{ required: isNew, message: said.paasidWrong }, { pattern: /^[A-Za-z0-9_-]{1,40}$/, message: said.paasidWrong }]}>
        <Input autoComplete="off" spellCheck={false} maxLength={40} placeholder={kept(settings?.paasid)} />
      </Form.Item>
      <Form.Item name="token" label={label(said.token, said.tokenHelp)} rules={[{ required: isNew, message: said.tokenMissing }]}>
        <Input.Password autoComplete="new-password" maxLength={512} placeholder={kept(settings?.token)} />
      </Form.Item>
      <Form.Item name="apikey" label={label(said.apikey, said.apikeyHelp)}>
        <Input.Password autoComplete="new-password" maxLength={512} placeholder={kept(settings?.apikey)} />
      </Form.Item>
      {settings?.apikey === 'set' && (
        <Form.Item name="no_apikey" valuePropName="checked">
          <Checkbox>{said.removeApikey}</Checkbox>
        </Form.Item>
      )}
      <div className="settings-choices">
        <Form.Item name="active" label={label(said.active, said.activeHelp)} valuePropName="checked">
          <Switch />
        </Form.Item>
        <Form.Item name="blocks" label={label(said.blocks, said.blocksHelp)} valuePropName="checked">
          <Switch />
        </Form.Item>
        <Form.Item name="single_object" label={label(said.singleObject, said.singleObjectHelp)} valuePropName="checked">
          <Switch />
        </Form.Item>
        <Form.Item name="language" label={said.language}>
          <Select options={(['zh', 'en'] as const).map((value) => ({ value, label: said.languages[value] }))} />
        </Form.Item>
      </div>
    </>
  );
}
