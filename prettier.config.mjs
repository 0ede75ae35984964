export default {
  printWidth: 110,
  singleQuote: true,
  plugins: ['prettier-plugin-tailwindcss'],
  tailwindStylesheet: './src/app/app.css',
  tailwindFunctions: ['cx'],
};
