export const accounts = {
  title: '账户',
};
