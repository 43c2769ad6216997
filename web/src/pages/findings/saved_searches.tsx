import { DeleteOutlined, StarOutlined } from '@ant-design/icons';
import { App, Button, Checkbox, Input, Popover } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';

import { useProblemText } from '../../parts/use_problem_text';
import { useKeepSearch, useRemoveSearch, useSavedSearches } from '../../queries/use_saved_searches';
import { useMay } from '../../session/session';
import { useWords } from '../../words';

export function SavedSearches() {
  const words = useWords();
  return (
    <Popover trigger="click" placement="bottomRight" title={words.findings.saved.title} content={<SavedPanel />} destroyOnHidden>
      <Button icon={<StarOutlined />}>{words.findings.saved.title}</Button>
    </Popover>
  );
}

function SavedPanel() {
  const words = useWords();
  const said = words.findings.saved;
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [search, setSearch] = useSearchParams();
  const searches = useSavedSearches();
  const keep = useKeepSearch();
  const remove = useRemoveSearch();
  const may = useMay();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const query = search.toString();
  const onError = (error: Error) => void message.error(problemText(error));
  const save = () =>
    keep.mutate(
      { name: name.trim(), query, shared },
      {
        onSuccess: () => {
          setName('');
          void message.success(said.kept);
        },
        onError,
      },
    );
  return (
    <div className="saved-searches">
      {searches.data?.items.length === 0 && <p className="soft">{said.none}</p>}
      <ul>
        {searches.data?.items.map((one) => (
          <li key={one.search_no}>
            <Button type="link" size="small" onClick={() => setSearch(new URLSearchParams(one.query))}>
              <span className="foreign">{one.name}</span>
            </Button>
            {one.own ? (
              <Button
                type="text"
                size="small"
                icon={<DeleteOutlined />}
                aria-label={said.remove(one.name)}
                onClick={() => remove.mutate(one.search_no, { onError })}
              />
            ) : (
              <span className="soft">{said.by(one.login)}</span>
            )}
          </li>
        ))}
      </ul>
      <div className="saved-new">
        <Input aria-label={said.name} placeholder={query === '' ? said.nothing : said.name} disabled={query === ''} maxLength={30} value={name} onChange={(event) => setName(event.target.value)} onPressEnter={() => name.trim() !== '' && save()} />
        {/* An institution shares nothing. */}
        {!may('answer_findings') && (
          <Checkbox checked={shared} disabled={query === ''} onChange={(event) => setShared(event.target.checked)}>
            {said.shared}
          </Checkbox>
        )}
        <Button type="primary" size="small" disabled={query === '' || name.trim() === ''} loading={keep.isPending} onClick={save}>
          {said.keep}
        </Button>
      </div>
    </div>
  );
}
