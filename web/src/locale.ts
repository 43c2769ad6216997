// Ant Design's own words and the calendar's, in the language in use.
import type { ConfigProviderProps } from 'antd';
import dayjs from 'dayjs';

import type { Language } from './words';

export type Locale = NonNullable<ConfigProviderProps['locale']>;

export async function loadLocale(language: Language): Promise<Locale> {
  if (language === 'zh') {
    const [antd] = await Promise.all([import('antd/es/locale/zh_CN'), import('dayjs/locale/zh-cn')]);
    dayjs.locale('zh-cn');
    return antd.default;
  }
  dayjs.locale('en');
  return (await import('antd/es/locale/en_US')).default;
}
