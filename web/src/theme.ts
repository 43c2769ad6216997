// Ant Design in our colours.
import { theme, type ThemeConfig } from 'antd';

import { dark, fontFamily, light, size } from './tokens';

/** `isStill`: nothing moves, as the system was told. */
export function themeOf(isDark: boolean, isStill: boolean): ThemeConfig {
  const palette = isDark ? dark : light;
  return {
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: palette.primary,
      colorLink: palette.primary,
      colorLinkHover: palette.primaryHover,
      colorInfo: palette.primary,
      colorError: palette.red,
      colorWarning: palette.amber,
      colorSuccess: palette.green,
      colorInfoBg: palette.primarySoft,
      colorInfoBorder: palette.line,
      colorErrorBg: palette.redSoft,
      colorErrorBorder: palette.redSoft,
      colorWarningBg: palette.amberSoft,
      colorWarningBorder: palette.amberSoft,
      colorSuccessBg: palette.greenSoft,
      colorSuccessBorder: palette.greenSoft,
      motion: !isStill,
      colorText: palette.ink,
      colorTextSecondary: palette.inkSoft,
      colorTextTertiary: palette.inkFaint,
      colorTextDescription: palette.inkSoft,
      colorTextPlaceholder: palette.inkFaint,
      colorBgLayout: palette.ground,
      colorBgContainer: palette.surface,
      colorBgElevated: palette.raised,
      colorBorder: palette.line,
      colorBorderSecondary: palette.lineSoft,
      colorTextLightSolid: isDark ? '#08181a' : '#ffffff',
      borderRadius: size.radius,
      fontSize: size.font,
      controlHeight: size.control,
      fontFamily,
    },
    components: {
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
      Form: { itemMarginBottom: 16, verticalLabelPadding: '0 0 4px' },
      Progress: { defaultColor: palette.primary },
    },
  };
}
