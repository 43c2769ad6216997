// Name, role and scope, as a form asks for them. An institution user works for institutions, everybody else for regions.
import { Form, Input, Select } from 'antd';

import type { Account } from '../../queries/use_accounts';
import type { AccountDraft } from '../../queries/use_account_changes';
import { useWords } from '../../words';

export interface AccountForm {
  login: string;
  display_name: string;
  role: Account['role'];
  regions: string[];
  institutions: string[];
}

const roles: Account['role'][] = ['administrator', 'inspector', 'reviewer', 'analyst', 'institution', 'auditor'];

/** As the service wants it: no region is the nation, but for an institution user. */
export function draftOf({ login, display_name, role, regions, institutions }: AccountForm): AccountDraft {
  const isInstitution = role === 'institution';
  const given = isInstitution ? [] : (regions ?? []);
  return {
    login,
    display_name: display_name.trim(),
    role,
    regions: !isInstitution && given.length === 0 ? [''] : given,
    institutions: isInstitution ? (institutions ?? []) : [],
  };
}

export const formOf = (account: Account): AccountForm => ({
  login: account.login,
  display_name: account.display_name,
  role: account.role,
  regions: account.regions.filter(Boolean),
  institutions: account.institutions,
});

const every = (pattern: RegExp, message: string) => ({
  validator: (_: unknown, values: string[] | undefined) =>
    (values ?? []).every((value) => pattern.test(value)) ? Promise.resolve() : Promise.reject(new Error(message)),
});

export function AccountFields() {
  const words = useWords();
  const said = words.accounts;
  const role = Form.useWatch<Account['role'] | undefined>('role');
  const codes = { mode: 'tags' as const, open: false, suffixIcon: null, tokenSeparators: [',', ' ', '，', '、'] };
  return (
    <>
      <Form.Item name="display_name" label={said.name} rules={[{ required: true, whitespace: true, message: said.nameMissing }]}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="role" label={said.role} extra={said.roleHelp} rules={[{ required: true, message: said.roleMissing }]}>
        <Select options={roles.map((value) => ({ value, label: words.shell.roles[value] }))} />
      </Form.Item>
      {role === 'institution' ? (
        <Form.Item
          name="institutions"
          label={said.institutions}
          extra={said.institutionsHint}
          rules={[
            { required: true, type: 'array', min: 1, message: said.institutionsMissing },
            every(/^[A-Za-z0-9_-]{1,40}$/, said.institutionsWrong),
          ]}
        >
          <Select {...codes} />
        </Form.Item>
      ) : (
        <Form.Item name="regions" label={said.regions} extra={said.regionsHint} rules={[every(/^(\d{2}|\d{4}|\d{6})$/, said.regionsWrong)]}>
          <Select {...codes} placeholder={said.nation} />
        </Form.Item>
      )}
    </>
  );
}
