/** Settings of every DuckDB instance of ours: none ever looks for extensions on the network. */
export const NO_EXTENSIONS: Readonly<Record<string, string>> = {
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
};
