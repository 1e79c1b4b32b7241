// The core of the TypeScript package: types, one function for each operation, and the code they share. The variables
// name the view and the folder of the core; a folder on the command line would undo what is said of imports.
export default {
  input: process.env.VIEW,
  logs: { file: false, level: 'warn' },
  output: { path: process.env.OUTPUT, module: { extension: '.js' } },
  plugins: [
    { name: '@hey-api/client-fetch', throwOnError: true },
    { name: '@hey-api/typescript' },
    { name: '@hey-api/sdk' },
  ],
};
