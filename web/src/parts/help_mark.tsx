// A ? beside a figure; opened by mouse, keyboard or touch, it says what the figure counts.
import './tags.css';

import { QuestionCircleOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';

import { useWords } from '../words';

export function HelpMark({ about, text }: { about: string; text: string }) {
  const words = useWords();
  return (
    <Popover trigger="click" title={about} content={<p className="help-text">{text}</p>}>
      <Button
        type="text"
        size="small"
        shape="circle"
        className="help-mark"
        icon={<QuestionCircleOutlined />}
        aria-label={words.common.explain(about)}
      />
    </Popover>
  );
}
