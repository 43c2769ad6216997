// Language, and light or dark.
import { BulbOutlined, GlobalOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';

import { usePreferences, type Look } from '../preferences';
import { useWords } from '../words';

export function LanguageSwitch() {
  const words = useWords();
  const { language, setLanguage } = usePreferences();
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <Button
      type="text"
      icon={<GlobalOutlined />}
      lang={other === 'zh' ? 'zh-CN' : 'en'}
      aria-label={`${words.shell.language}: ${words.shell.languages[other]}`}
      onClick={() => setLanguage(other)}
    >
      {words.shell.languages[other]}
    </Button>
  );
}

export function LookSwitch() {
  const words = useWords();
  const { look, setLook } = usePreferences();
  const looks: Look[] = ['system', 'light', 'dark'];
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: looks.map((key) => ({ key, label: words.shell.looks[key] })),
        selectable: true,
        selectedKeys: [look],
        onClick: ({ key }) => setLook(key as Look),
      }}
    >
      <Button type="text" icon={<BulbOutlined />} aria-label={`${words.shell.look}: ${words.shell.looks[look]}`} />
    </Dropdown>
  );
}
