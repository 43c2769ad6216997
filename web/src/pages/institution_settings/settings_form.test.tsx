import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';

import { json, serviceThat, show, type AskedOf } from '../../test_stage';
import { draftOf } from './settings_draft';
import { SettingsForm } from './settings_form';

const settings = {
  institution: 'H1',
  paasid: 'set',
  token: 'set',
  apikey: 'set',
  single_object: false,
  blocks: true,
  language: 'zh',
  active: true,
  version: 3,
};
const isChange = ({ method }: AskedOf) => method === 'PUT';

test('a secret that is left empty stays, and one can be taken away', () => {
  const choices = { institution: 'H1', single_object: false, blocks: true, language: 'zh', active: true } as const;
  const { institution: _, ...kept } = choices;
  expect(draftOf({ ...choices, paasid: '', token: '', apikey: '' })).toEqual(kept);
  expect(draftOf({ ...choices, apikey: 'k', no_apikey: true })).toEqual({ ...kept, apikey: null });
  expect(draftOf({ ...choices, apikey: 'k' })).toEqual({ ...kept, apikey: 'k' });
});

test('a change names what was seen, and sends no secret that was not typed', async () => {
  const asked = serviceThat((one) => (isChange(one) ? json(settings) : json(settings, 200, { ETag: '"3"' })));
  const onClose = vi.fn();
  await show(<SettingsForm code="H1" onClose={onClose} />);
  await userEvent.click(await screen.findByRole('button', { name: '保存' }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  const change = asked.find(isChange);
  expect(change?.path).toBe('/v1/institution-settings/H1');
  expect(change?.header('If-Match')).toBe('"3"');
  expect(change?.header('If-None-Match')).toBeNull();
  expect(change?.body).toEqual({ single_object: false, blocks: true, language: 'zh', active: true });
});

test('what somebody else has changed meanwhile is said, and the form stays', async () => {
  const onClose = vi.fn();
  serviceThat((one) =>
    isChange(one) ? json({ status: 412, title: '已被修改 · changed' }, 412) : json(settings, 200, { ETag: '"3"' }),
  );
  await show(<SettingsForm code="H1" onClose={onClose} />);
  await userEvent.click(await screen.findByRole('button', { name: '保存' }));
  await screen.findByText('他人刚改过，下面是最新内容，请再看一遍。');
  expect(onClose).not.toHaveBeenCalled();
});

test('new settings need a code, a paasid and a secret', async () => {
  const asked = serviceThat(() => json({ items: [], next: null }));
  await show(<SettingsForm code={null} onClose={() => {}} />);
  await userEvent.click(screen.getByRole('button', { name: '保存' }));
  await screen.findByText('请填写机构编码');
  await screen.findByText('请填写签名密钥');
  expect(asked.some(isChange)).toBe(false);
});
