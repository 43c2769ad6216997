import { AutoComplete, Form } from 'antd';
import { useDeferredValue, useState } from 'react';

import { useInstitutionSearch } from '../../queries/use_institution_search';
import { useWords } from '../../words';

/** The code of an institution, found by its name; one that is not known yet can be typed. */
export function InstitutionField() {
  const said = useWords().institutionSettings;
  const [text, setText] = useState('');
  const found = useInstitutionSearch(useDeferredValue(text.trim()));
  return (
    <Form.Item
      name="institution"
      label={said.institution}
      extra={said.institutionHint}
      rules={[
        { required: true, message: said.institutionMissing },
        { pattern: /^[A-Za-z0-9_-]{1,40}$/, message: said.institutionWrong },
      ]}
    >
      <AutoComplete
        showSearch={{ onSearch: setText, filterOption: false }}
        options={(found.data?.items ?? []).map((one) => ({
          value: one.fixmedins_code,
          label: `${one.fixmedins_code} ${one.fixmedins_name}`,
        }))}
      />
    </Form.Item>
  );
}
